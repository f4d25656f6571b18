/** The page inside a copy: everything in it, to be read in a browser, without the shop and without a network. */
import { renderToString } from 'preact-render-to-string';
import type { CopyDocument, CopyRecord } from '../../personal-data/copy.ts';
import { categories, companyName } from '../../personal-data/register.ts';
import { longDate, moment } from '../components/format.ts';
import { categoryWords } from './words.ts';

export const copyPage = (copy: CopyDocument): string =>
  `<!doctype html>${renderToString(<CopyPage copy={copy} />)}`;

/** It is opened from a disk: what it looks like is in it. */
const style = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1.25rem}
h1,h2{font-weight:400;line-height:1.2}h2{margin-top:2.5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8886}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;padding:0;list-style:none}.pictures img{height:10rem;width:auto;display:block}
small{opacity:.75}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.2rem 0}dd{margin:0;overflow-wrap:anywhere}
`;

const CopyPage = ({ copy }: { copy: CopyDocument }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Your data at Portrait123</title>
      <style>{style}</style>
    </head>
    <body>
      <h1>Your data at Portrait123</h1>
      <p>
        Made on {longDate(copy.madeAt)}. The same is in <a href="data.json">data.json</a> (described by{' '}
        <a href="data.schema.json">data.schema.json</a>) and, in the terms of the W3C Data Privacy Vocabulary,
        in <a href="data.jsonld">data.jsonld</a>. What concerns other people is left out.
      </p>
      <Held held={copy.held} />
      <Files files={copy.files} />
      <Consents count={copy.consents.length} />
      <Records records={copy.records} />
    </body>
  </html>
);

const Held = ({ held }: Pick<CopyDocument, 'held'>) => (
  <>
    <h2>What we hold</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">Until</th>
          <th scope="col">Also has it</th>
        </tr>
      </thead>
      <tbody>
        {held.map(({ category, says, things, purposes, until, rule, recipients }) => (
          <tr key={category}>
            <th scope="row">
              {nameOf(category)}
              <br />
              <small>
                {says}; {things}
              </small>
            </th>
            <td>{purposes.map(({ says: why }) => why).join('; ')}</td>
            <td>
              {until.startsWith('9999') ? rule : longDate(until)}
              <br />
              <small>{rule}</small>
            </td>
            <td>
              {recipients.length === 0
                ? 'Nobody else'
                : recipients.map(({ name }) => companyName(name)).join('; ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

const nameOf = (category: string): string => {
  const known = categories.find((one) => one === category);
  return known === undefined ? category : categoryWords[known].what;
};

const Files = ({ files }: Pick<CopyDocument, 'files'>) => (
  <>
    <h2>Your pictures</h2>
    {files.length === 0 ? <p>There are none.</p> : null}
    <ul class="pictures">
      {files.map(({ path, category, at, bytes }) => (
        <li key={path}>
          <a href={path}>
            <img src={path} alt={`${nameOf(category)}, ${longDate(at)}`} loading="lazy" />
          </a>
          <small>
            {nameOf(category)}, {Math.ceil(bytes / 1024)} KB
          </small>
        </li>
      ))}
    </ul>
  </>
);

const Consents = ({ count }: { count: number }) => (
  <>
    <h2>What you allowed</h2>
    {count === 0 ? <p>You were asked for nothing, or allowed nothing.</p> : null}
    <ul>
      {Array.from({ length: count }, (_, i) => (
        <li key={i}>
          <a href={`consents/${i + 1}.jsonld`}>Receipt {i + 1}</a> (ISO/IEC TS 27560)
        </li>
      ))}
    </ul>
  </>
);

const Records = ({ records }: { records: readonly CopyRecord[] }) => (
  <>
    <h2>Everything that happened</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          <th scope="col">What</th>
          <th scope="col">What it says of you</th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ at, event, purpose, legalBasis, stream, personal }) => (
          <tr key={`${at}${stream}${event}`}>
            <td>{moment(at)}</td>
            <td>
              {wordsOf(event)}
              <br />
              <small>
                {purpose}, {legalBasis}
              </small>
            </td>
            <td>
              {personal.map(({ slot, category, is, value }) => (
                <dl key={slot}>
                  {is === 'value' ? (
                    <Value value={value} />
                  ) : (
                    <>
                      <dt>{nameOf(category)}</dt>
                      <dd>{is.replaceAll('-', ' ')}</dd>
                    </>
                  )}
                </dl>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

const Value = ({ value }: { value: unknown }) => (
  <>
    {Object.entries(typeof value === 'object' && value !== null ? value : { value }).map(([name, one]) => [
      <dt key={name}>{name}</dt>,
      <dd key={`${name} is`}>{typeof one === 'string' ? one : JSON.stringify(one)}</dd>,
    ])}
  </>
);

/** "Photo uploaded": the event's own name, spaced. */
const wordsOf = (event: string): string => {
  const words = event.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
