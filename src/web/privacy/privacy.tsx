/** `/account/privacy`: what is held, taking it along, allowing, correcting, who opened it, and erasing. */
import { Log } from '../components/axes.tsx';
import { Choice, LinkButton, PostButton, Submit } from '../components/form.tsx';
import { longDate, numeral, shortDate } from '../components/format.ts';
import { type ConsentChoice, ConsentSwitch, HeldTable, Saved } from '../components/held.tsx';
import { PageHead } from '../components/layout.tsx';
import { Empty, Note, Status, type Tone } from '../components/notes.tsx';
import type { HeldRow, LogEntry } from '../components/shapes.ts';
import { LookAgain } from '../components/waiting.tsx';
import { Rights, type RightsProps } from './rights.tsx';

export type RightsRequest = {
  readonly what: string;
  readonly madeAt: string;
  /** One month (GDPR Art. 12(3)). */
  readonly dueAt: string;
  readonly state: string;
  readonly tone: Tone;
  readonly href?: string | undefined;
};

export type PrivacyPageProps = RightsProps & {
  /** "Signed in as …", or that it is about what this browser made. */
  readonly who: string;
  readonly held: readonly HeldRow[];
  readonly archive:
    | { readonly is: 'none' }
    | { readonly is: 'preparing'; readonly done?: number; readonly of?: number }
    | { readonly is: 'ready'; readonly href: string; readonly until: string };
  readonly consents: readonly ConsentChoice[];
  /** The browser sends Global Privacy Control. */
  readonly gpc: boolean;
  readonly requests: readonly RightsRequest[];
  readonly openings: readonly LogEntry[];
  /** What was just done: "Saved: we keep no gallery." */
  readonly saved?: string | undefined;
  readonly restricted?: boolean | undefined;
};

/** Posts: `/account/privacy/export` (a copy); `/account/privacy/consents` with `purpose` and `allow`; see `rights.tsx`. */
export const PrivacyPage = (props: PrivacyPageProps) => (
  <div class="wrap">
    <PageHead
      title="What we hold about you"
      over={<p class="s soft">{props.who}</p>}
      lede={
        props.held.length === 0
          ? 'Nothing.'
          : `${numeral(props.held.length)} ${props.held.length === 1 ? 'thing' : 'things'}. Each has a reason, a legal basis and an end date. On that date its key is destroyed, and nobody can open it again.`
      }
    />
    {props.saved === undefined ? null : <Saved>{props.saved}</Saved>}
    {props.restricted === true ? <Restricted /> : null}
    {props.held.length === 0 ? <Nothing {...props} /> : <Something {...props} />}
  </div>
);

const Restricted = () => (
  <div class="mb-5">
    <Note tone="warn">
      <p>
        <strong>Restricted.</strong> We keep everything sealed and use it for nothing, until you lift it or
        the question between us is settled.
      </p>
    </Note>
  </div>
);

const Nothing = ({ consents, gpc }: PrivacyPageProps) => (
  <div class="split">
    <Empty
      title="We hold nothing about you"
      says="Not in this browser’s session, and not under an address that you proved."
    >
      <LinkButton small kind="quiet" href="/sign-in">
        Look under my e-mail address
      </LinkButton>
    </Empty>
    <div>
      <h2 class="t-l mb-5">What you allow</h2>
      <Consents consents={consents} gpc={gpc} />
    </div>
  </div>
);

const contents = [
  ['hold', 'What we hold'],
  ['take', 'Take it with you'],
  ['consent', 'What you allow'],
  ['rights', 'Correct, restrict, object'],
  ['openings', 'Who opened it'],
  ['erase', 'Erase'],
] as const;

const Something = (props: PrivacyPageProps) => (
  <div class="policy">
    <nav class="toc" aria-label="On this page">
      <ol class="sticky">
        {contents.map(([id, says]) => (
          <li key={id}>
            <a href={`#${id}`}>{says}</a>
          </li>
        ))}
      </ol>
    </nav>
    <div class="stack gap-8">
      <section id="hold" aria-label="What we hold">
        <HeldTable rows={props.held} />
      </section>
      <Take archive={props.archive} />
      <Allow consents={props.consents} gpc={props.gpc} />
      <Rights privacyEmail={props.privacyEmail} correct={props.correct} can={props.can} wrong={props.wrong}>
        <Requests requests={props.requests} />
      </Rights>
      <Openings openings={props.openings} />
      <Erase />
    </div>
  </div>
);

const Take = ({ archive }: Pick<PrivacyPageProps, 'archive'>) => (
  <section id="take" class="stack gap-4">
    <h2>Take it with you</h2>
    <p class="soft prose">
      One archive: your photos and portraits as files, everything else as JSON, and a page to read it all in a
      browser. It takes about a minute and waits for you for seven days.
    </p>
    {archive.is === 'none' ? (
      <PostButton to="/account/privacy/export" kind="quiet" icon="download">
        Prepare my archive
      </PostButton>
    ) : null}
    {archive.is === 'preparing' ? <Preparing {...archive} /> : null}
    {archive.is === 'ready' ? (
      <p class="row">
        <LinkButton kind="quiet" icon="download" href={archive.href} download>
          Download my archive
        </LinkButton>
        <span class="s soft">Until {longDate(archive.until)}</span>
      </p>
    ) : null}
  </section>
);

const Preparing = ({ done = 0, of = 0 }: { done?: number; of?: number }) => (
  <>
    <p role="status">
      <Status tone="warn">Being prepared</Status>{' '}
      {of === 0 ? 'It is here in about a minute.' : `${done} of ${of} files are in it.`}
    </p>
    {of === 0 ? null : <progress class="w-60" value={done} max={of} aria-label="How far the archive is" />}
    <LookAgain seconds={5} />
  </>
);

const Allow = ({ consents, gpc }: Pick<PrivacyPageProps, 'consents' | 'gpc'>) => (
  <section id="consent">
    <h2>What you allow</h2>
    <p class="soft prose mt-3 mb-5">
      Everything here is off until you turn it on. Turning it off again takes one tap and works at once.{' '}
      <a href="/account/privacy/consents">What you allowed, and when</a>
    </p>
    <Consents consents={consents} gpc={gpc} />
  </section>
);

const Consents = ({ consents, gpc }: Pick<PrivacyPageProps, 'consents' | 'gpc'>) => (
  <div>
    {gpc ? (
      <p class="s mb-5" role="status">
        <Status tone="ok">Global Privacy Control</Status> Your browser says no for you. We heard it: nothing
        here follows you, and what would is off.
      </p>
    ) : null}
    {consents.map((choice) => (
      <ConsentSwitch key={choice.purpose} choice={choice} to="/account/privacy/consents" />
    ))}
  </div>
);

const Requests = ({ requests }: Pick<PrivacyPageProps, 'requests'>) =>
  requests.length === 0 ? null : (
    <table class="table table--cards">
      <caption class="t-l">Your requests</caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Made</th>
          <th scope="col">Answer due</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ what, madeAt, dueAt, state, tone, href }) => (
          <tr key={`${what}${madeAt}`}>
            <th scope="row">{href === undefined ? what : <a href={href}>{what}</a>}</th>
            <td data-th="Made">{shortDate(madeAt)}</td>
            <td data-th="Answer due">{shortDate(dueAt)}</td>
            <td data-th="State">
              <Status tone={tone}>{state}</Status>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

const Openings = ({ openings }: Pick<PrivacyPageProps, 'openings'>) => (
  <section id="openings" class="stack gap-4">
    <h2>Who opened or received it</h2>
    {openings.length === 0 ? <p class="soft">Nobody yet.</p> : <Log of={openings} />}
    {openings.length === 0 ? null : (
      <p>
        <a href="/account/privacy/history">All of it</a>
      </p>
    )}
    <p class="s soft">
      Automatic openings are gathered per hour; a crash can lose up to 60 seconds of them. Openings by people
      are written down before they happen.
    </p>
  </section>
);

const scopes = [
  ['everything', 'Everything'],
  ['photos', 'Only my photos'],
  ['photos-and-portraits', 'Photos and portraits'],
] as const;

const Erase = () => (
  <section id="erase" class="sheet stack gap-5">
    <div class="stack gap-2">
      <h2>Erase</h2>
      <p class="soft">First look at exactly what would happen. Nothing is erased on this page.</p>
    </div>
    <form class="stack gap-5" method="get" action="/account/privacy/erase">
      <fieldset class="field">
        <legend>What shall we erase?</legend>
        <div class="grid min-m gap-2">
          {scopes.map(([value, says], i) => (
            <Choice key={value} name="scope" value={value} checked={i === 0}>
              {says}
            </Choice>
          ))}
        </div>
      </fieldset>
      <p class="row">
        <Submit kind="danger" icon="keyBroken">
          Show what would happen
        </Submit>
      </p>
    </form>
  </section>
);
