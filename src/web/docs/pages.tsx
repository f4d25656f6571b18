/** `/docs`: the interface for programs, drawn from its OpenAPI document; no script, and nothing from elsewhere. */
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import { type Operation, operationsOf, type SchemaLine, schemaLines } from './open-api.ts';

export type DocsPageProps = {
  /** An OpenAPI 3.1 document, as JSON. */
  readonly document: unknown;
  /** Where the document itself lies. */
  readonly source: string;
};

export function DocsPage({ document, source }: DocsPageProps) {
  const { title, version, says, problem, groups } = operationsOf(document);
  return (
    <div class="wrap">
      <PageHead title={title} lede={says} over={<p class="s soft">Version {version}</p>} />
      <Note icon="key">
        <p>
          A session first: <code>POST /api/v1/sessions</code> gives a token, for{' '}
          <code>Authorization: Bearer …</code>. Errors are problems after RFC 9457. What must happen once
          takes an <code>Idempotency-Key</code>. <a href={source}>The document as JSON</a>
        </p>
      </Note>
      <div class="policy mt-6">
        <nav class="toc" aria-label="Contents">
          <ol class="sticky">
            {groups.map(({ name }) => (
              <li key={name}>
                <a href={`#${name}`}>{name}</a>
              </li>
            ))}
            <li>
              <a href="#problems">problems</a>
            </li>
          </ol>
        </nav>
        <div class="stack gap-7">
          {groups.map(({ name, operations }) => (
            <section key={name} id={name} class="stack gap-4" aria-label={name}>
              <h2>{name}</h2>
              <div>
                {operations.map((operation) => (
                  <Documented key={`${operation.method} ${operation.path}`} operation={operation} />
                ))}
              </div>
            </section>
          ))}
          <section id="problems" class="stack gap-4" aria-label="problems">
            <h2>problems</h2>
            <Lines title="What is answered when something is wrong" lines={schemaLines(problem)} />
          </section>
        </div>
      </div>
    </div>
  );
}

const Documented = ({ operation }: { operation: Operation }) => (
  <details class="fold">
    <summary>
      <span>
        <code>
          <strong>{operation.method.toUpperCase()}</strong> {operation.path}
        </code>
        {operation.summary === '' ? null : <small class="d-block soft w-400">{operation.summary}</small>}
      </span>
    </summary>
    <div class="stack gap-4 full-measure">
      {operation.says === '' ? null : <p>{operation.says}</p>}
      <Lines title="Parameters" lines={operation.parameters} />
      {operation.body === undefined ? null : (
        <Lines title={`Body, ${operation.body.type}`} lines={schemaLines(operation.body.schema)} />
      )}
      <Answers of={operation.answers} />
    </div>
  </details>
);

const Lines = ({ title, lines }: { title: string; lines: readonly SchemaLine[] }) =>
  lines.length === 0 ? null : (
    <table class="table">
      <caption class="s">{title}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Says</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, type, required, says }) => (
          <tr key={name}>
            <th scope="row" class="mono">
              {name}
              {required ? null : <small class="w-400">optional</small>}
            </th>
            <td class="mono">{type}</td>
            <td>{says}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

const Answers = ({ of }: { of: Operation['answers'] }) => (
  <>
    <dl class="defs s">
      {of.map(({ status, says, type }) => (
        <div key={status}>
          <dt class="mono">{status}</dt>
          <dd>
            {says} <small class="mono">{type}</small>
          </dd>
        </div>
      ))}
    </dl>
    {of.map(({ status, schema }) => (
      <Lines key={status} title={`Answer ${status}`} lines={schemaLines(schema)} />
    ))}
  </>
);
