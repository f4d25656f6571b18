/** `/create`: one photo, up to three styles, two declarations. Nothing is stored before the declarations are read. */
import { Choice, errorOf, LinkButton, SelectField, Submit, Tick } from '../components/form.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { Island } from '../components/island.tsx';
import { PageHead, Steps } from '../components/layout.tsx';
import { ErrorSummary, Gone, Note } from '../components/notes.tsx';
import { Image, sampleAligned } from '../components/picture.tsx';
import type { FieldError, Refusal, Style } from '../components/shapes.ts';
import { StyleCards } from '../components/style-cards.tsx';
import { Photo } from './photo.island.tsx';
import { costsNothing, missing, photoRefusals } from './words.ts';

/** `code` is ISO 3166-1; `age` is from when the law lets people decide for themselves (GDPR Art. 8). */
export type Country = { readonly code: string; readonly name: string; readonly age: number };

export type CreatePageProps = {
  readonly styles: readonly Style[];
  /** Ids of the styles that are ticked: those of the last post, or a first choice of ours. */
  readonly chosen: readonly string[];
  readonly subject: 'person' | 'pet';
  readonly countries: readonly Country[];
  /** Preselected from the browser's language, never from the address. */
  readonly country: string;
  /** Free paintings: one is one photo in up to three styles. */
  readonly quota: { readonly left: number; readonly of: number };
  readonly maxMegabytes: number;
  readonly keptDays: number;
  /** Who paints, where that is another company. */
  readonly painter: { readonly name: string; readonly where: string } | null;
  /** The last post's photo, refused. */
  readonly refusal?: Refusal | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly mine?: boolean | undefined;
  readonly age?: boolean | undefined;
};

/** Fields: `photo`, `subject`, `style` (once per style), `mine`, `country`, `age`; multipart to `/create`. */
export const CreatePage = (props: CreatePageProps) =>
  props.quota.left > 0 ? (
    <>
      <form class="wrap" action="/create" method="post" encType="multipart/form-data">
        <PageHead title="Show us one good photo" over={<Steps at={1} />} />
        {props.errors === undefined ? null : <ErrorSummary errors={props.errors} />}
        <Form {...props} />
      </form>
      <Younger />
    </>
  ) : (
    <div class="wrap">
      <PageHead title="Show us one good photo" over={<Steps at={1} />} />
      <QuotaUsed of={props.quota.of} />
    </div>
  );

/** The other answer to the age, as easy to give as the first; it takes no photo along. */
const Younger = () => (
  <form class="wrap mt-4" action="/create" method="post" encType="multipart/form-data">
    <button class="textbtn" type="submit" name="age" value="no">
      I am younger than my country asks
    </button>
  </form>
);

const Form = (props: CreatePageProps) => (
  <>
    <div class="split split--side">
      <div class="stack gap-5">
        <PhotoField {...props} />
        <Notice keptDays={props.keptDays} painter={props.painter} />
      </div>
      <PaintsWell />
    </div>
    <div class="stack gap-7 mt-7">
      <Who subject={props.subject} />
      <Which {...props} />
      <Declarations {...props} />
      <p class="row">
        <Submit icon="brush">Start painting</Submit>
        <span class="soft s" data-note>
          Free. No account needed.
        </span>
      </p>
    </div>
  </>
);

function PhotoField({ refusal, errors, maxMegabytes }: CreatePageProps) {
  const given = {
    maxMegabytes,
    tooLarge: photoRefusals['too-large'],
    error: errorOf(errors, 'photo'),
    missing: (['photo', 'style', 'mine', 'age'] as const).map((field) => ({ field, says: missing[field] })),
    state:
      refusal === undefined
        ? { is: 'waiting' as const }
        : { is: 'refused' as const, refusal, also: costsNothing },
  };
  return (
    <Island name="photo" given={given}>
      <Photo {...given} />
    </Island>
  );
}

const Notice = ({ keptDays, painter }: Pick<CreatePageProps, 'keptDays' | 'painter'>) => (
  <Note icon="lock" id="photo-privacy">
    <p>
      <strong>What happens to the photo.</strong> <Painting painter={painter} /> We keep it for {keptDays}{' '}
      days after its last painting so that you can paint again, or until the last order that uses it is done,
      whichever is later. Then the key is destroyed. No face template is kept and nothing is trained on it.
      You can erase it at every moment. <a href="/privacy#photo">More</a>
    </p>
  </Note>
);

const Painting = ({ painter }: Pick<CreatePageProps, 'painter'>) =>
  painter === null ? (
    <>
      It is sealed under a key of its own and painted here, not by another company. We strip its location and
      camera data.
    </>
  ) : (
    <>
      It is sealed under a key of its own. We strip its location and camera data.{' '}
      <strong>
        {painter.name} ({painter.where}) paints for us
      </strong>
      : it receives the part of the photo that the portrait shows, and nothing else of you.
    </>
  );

const rules: readonly { readonly icon: IconName; readonly says: string }[] = [
  { icon: 'sun', says: 'Light on the face. A window is better than a flash.' },
  { icon: 'person', says: 'The whole head with a little air above it. For pets, both ears.' },
  { icon: 'eye', says: 'Both eyes in view and sharp, at eye level.' },
  { icon: 'ruler', says: 'A face at least 250 px high. A photo straight from a phone is plenty.' },
];

const PaintsWell = () => (
  <aside class="stack gap-4" aria-labelledby="h-advice">
    <h2 class="t-l" id="h-advice">
      What paints well
    </h2>
    <div class="examples">
      <Example alt="Sharp face, even light, whole head in the picture" says="Works" />
      <Example alt="The same face, too dark and out of focus" says="Too dark, blurred" bad="dark" />
      <Example alt="The same face with the top of the head cut off" says="Head cut off" bad="cut" />
    </div>
    <ul class="advice">
      {rules.map(({ icon, says }) => (
        <li key={icon}>
          <Icon name={icon} />
          <span>{says}</span>
        </li>
      ))}
    </ul>
  </aside>
);

const Example = ({ alt, says, bad }: { alt: string; says: string; bad?: 'dark' | 'cut' }) => (
  <figure class={bad === undefined ? undefined : `no ${bad}`}>
    <span>
      <Image of={sampleAligned(alt)} sizes="8rem" eager />
    </span>
    <figcaption>
      <Icon name={bad === undefined ? 'check' : 'cross'} />
      {says}
    </figcaption>
  </figure>
);

const Who = ({ subject }: { subject: 'person' | 'pet' }) => (
  <fieldset class="field">
    <legend class="legend-xl">Who is in it?</legend>
    <div class="grid min-l gap-2">
      <Choice name="subject" value="person" checked={subject === 'person'} icon="person">
        A person, or several
      </Choice>
      <Choice name="subject" value="pet" checked={subject === 'pet'} icon="pet">
        A pet
      </Choice>
    </div>
  </fieldset>
);

const Which = ({ styles, chosen, quota, errors }: CreatePageProps) => (
  <Island name="styles" given={{ most: 3 }}>
    <fieldset id="style">
      <legend class="legend-xl">Which styles shall we try?</legend>
      <p class="hint mb-5">
        Up to three for one photo. You have {quota.left} free {quota.left === 1 ? 'painting' : 'paintings'}{' '}
        today; one that fails does not count.
      </p>
      {errorOf(errors, 'style') === undefined ? null : (
        <p class="wrong mb-5">
          <Icon name="alert" />
          {errorOf(errors, 'style')}
        </p>
      )}
      <StyleCards styles={styles} chosen={chosen} />
      <p class="hint mt-3" role="status" />
    </fieldset>
  </Island>
);

const Declarations = ({ countries, country, mine, age, errors }: CreatePageProps) => (
  <Island
    name="age"
    class="stack measure gap-4"
    given={{ ages: Object.fromEntries(countries.map((one) => [one.code, one.age])) }}
  >
    <Tick id="mine" checked={mine} error={errorOf(errors, 'mine')}>
      This photo is mine to use, and the people in it agree to a portrait.
    </Tick>
    <SelectField
      id="country"
      label="Where do you live?"
      value={country}
      error={errorOf(errors, 'country')}
      options={countries.map(({ code, name, age: from }) => ({
        value: code,
        label: `${name}, from ${from}`,
      }))}
    />
    <Tick id="age" checked={age} error={errorOf(errors, 'age')}>
      <span data-age>I am as old as my country asks, or older.</span>{' '}
      <small class="soft">
        We store nothing about anyone younger. <a href="/privacy#children">Why this age</a>
      </small>
    </Tick>
  </Island>
);

const QuotaUsed = ({ of }: { of: number }) => (
  <div class="split">
    <Gone
      icon="clock"
      title={`${of} photos today`}
      says="That was the last free painting until midnight UTC. What you have painted stays where it is: you can compare, order and download as before."
    >
      <LinkButton small href="/orders">
        Your orders
      </LinkButton>
    </Gone>
    <PaintsWell />
  </div>
);

/** Younger than the country asks for: one sentence, and nothing stored but a cookie of a day in this browser. */
export const UnderAgePage = () => (
  <div class="wrap--text stack gap-5">
    <PageHead title={photoRefusals['under-age'].title} lede={photoRefusals['under-age'].because} />
    <Note>
      <p>
        {photoRefusals['under-age'].remedy} For a day, this browser remembers the answer in a cookie; it is
        not sent anywhere else.
      </p>
    </Note>
    <p>
      <a href="/styles">Look at the styles</a>
    </p>
  </div>
);
