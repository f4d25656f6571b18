/** `/privacy`: the policy as of a date, with what changed since another; its table is the register that enforces it. */
import type { ComponentChildren } from 'preact';
import { type Option, SelectField, Submit } from '../components/form.tsx';
import { longDate } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

/** A text that may have changed: a plain piece, or one that was added or removed. */
export type Piece = string | { readonly added: string } | { readonly removed: string };

export type PolicySection = {
  readonly id: string;
  readonly title: readonly Piece[];
  readonly paragraphs: readonly (readonly Piece[])[];
  /** Shown below the text: ages by country, companies. */
  readonly rows: readonly { readonly name: readonly Piece[]; readonly says: readonly Piece[] }[];
};

/** One category of the register. */
export type PolicyRow = {
  readonly category: string;
  readonly what: readonly Piece[];
  readonly why: readonly Piece[];
  readonly basis: readonly Piece[];
  readonly until: readonly Piece[];
  readonly alsoHas: readonly Piece[];
  /** Where the period comes from: "GDPR Art. 5(1)(e)". */
  readonly source: readonly Piece[];
};

export type PolicyPageProps = {
  /** The version shown, by its day: `2026-11-24`, or `2026-11-24.2`. */
  readonly version: string;
  /** From when it held. ISO 8601 */
  readonly since: string;
  readonly inForce: boolean;
  readonly versions: readonly Option[];
  readonly compareWith?: string | undefined;
  /** What changed, in two sentences, and whether anybody was asked again. */
  readonly changes?: string | undefined;
  readonly sections: readonly PolicySection[];
  readonly rows: readonly PolicyRow[];
};

/** The form gets `/privacy` with `version` and `compare`. The table stands after the section `photo`. */
export const PolicyPage = (props: PolicyPageProps) => (
  <div class="wrap">
    <PageHead
      title="Privacy policy"
      lede="The periods on this page are printed from the same register that enforces them, so what we publish and what we do cannot differ."
    />
    {props.inForce ? null : <Past since={props.since} />}
    {props.versions.length > 1 ? <AsOf {...props} /> : null}
    <div class="policy">
      <Contents {...props} />
      <article class="stack gap-7">
        {props.sections.flatMap((section, i) => [
          <Section key={section.id} section={section} first={i === 0} />,
          ...(section.id === 'photo' ? [<Table key="table" rows={props.rows} />] : []),
        ])}
        <p class="s soft">
          Version {props.version}, last updated on {longDate(props.since)}
          {props.inForce ? '; in force since that day.' : '; not in force any more.'}
        </p>
      </article>
    </div>
  </div>
);

const Past = ({ since }: { since: string }) => (
  <div class="mb-5">
    <Note tone="warn">
      <p>
        <strong>This version is not in force.</strong> It held from {longDate(since)}.{' '}
        <a href="/privacy">Read the one that holds today</a>.
      </p>
    </Note>
  </div>
);

const AsOf = ({ version, versions, compareWith, changes }: PolicyPageProps) => (
  <form class="sheet fields mb-7" method="get" action="/privacy">
    <SelectField id="version" span={2} label="As of" options={versions} value={version} />
    <SelectField
      id="compare"
      span={2}
      label="Compare with"
      options={[{ value: '', label: 'Nothing' }, ...versions]}
      value={compareWith ?? ''}
    />
    <div class="span-2 self-end">
      <Submit kind="quiet" wide>
        Show
      </Submit>
    </div>
    {changes === undefined ? null : (
      <Note icon="pen">
        <p>{changes}</p>
      </Note>
    )}
  </form>
);

const Contents = ({ sections }: PolicyPageProps) => (
  <nav class="toc" aria-label="Contents">
    <ol class="sticky">
      {sections.flatMap(({ id, title }) => [
        <Content key={id} id={id} title={plainOf(title)} />,
        ...(id === 'photo' ? [<Content key="table" id="table" title="Everything, with end dates" />] : []),
      ])}
    </ol>
  </nav>
);

const Content = ({ id, title }: { id: string; title: string }) => (
  <li>
    <a href={`#${id}`}>{title}</a>
  </li>
);

const Section = ({ section, first }: { section: PolicySection; first: boolean }) => (
  <section class="prose" id={section.id}>
    <h2 class={first ? 'flush' : undefined}>
      <Pieces of={section.title} />
    </h2>
    {section.paragraphs.map((pieces) => (
      <p key={textOf(pieces)}>
        <Pieces of={pieces} />
      </p>
    ))}
    {section.rows.length === 0 ? null : (
      <dl class="defs s">
        {section.rows.map(({ name, says }) => (
          <div key={textOf(name)}>
            <dt>
              <Pieces of={name} />
            </dt>
            <dd>
              <Pieces of={says} />
            </dd>
          </div>
        ))}
      </dl>
    )}
  </section>
);

const textOf = (pieces: readonly Piece[]): string => pieces.map((piece) => JSON.stringify(piece)).join('');

/** As it reads now. */
const plainOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : 'added' in piece ? piece.added : '')).join('');

/** Screen readers skip `ins` and `del`: the hidden words say it. */
const Pieces = ({ of }: { of: readonly Piece[] }): ComponentChildren =>
  of.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('added' in piece)
      return (
        <ins key={piece.added}>
          <span class="vh">Added: </span>
          {piece.added}
        </ins>
      );
    return (
      <del key={piece.removed}>
        <span class="vh">Removed: </span>
        {piece.removed}
      </del>
    );
  });

const Table = ({ rows }: { rows: readonly PolicyRow[] }) => (
  <section id="table" aria-label="Everything, with end dates">
    <table class="table table--cards">
      <caption>Everything, with end dates</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">Legal basis</th>
          <th scope="col">Until</th>
          <th scope="col">Also has it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ category, what, why, basis, until, alsoHas, source }) => (
          <tr key={category}>
            <th scope="row">
              <Pieces of={what} />
            </th>
            <td data-th="Why">
              <span>
                <Pieces of={why} />
              </span>
            </td>
            <td data-th="Legal basis">
              <span>
                <Pieces of={basis} />
              </span>
            </td>
            <td data-th="Until">
              <span>
                <Pieces of={until} />
                <small>
                  <Pieces of={source} />
                </small>
              </span>
            </td>
            <td data-th="Also has it">
              <span>
                <Pieces of={alsoHas} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
