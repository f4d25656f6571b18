/** `/audit/register`: the record of processing activities, as the code enforces it; for people, and as JSON-LD. */
import { lasting } from '../../personal-data/periods.ts';
import {
  type Activity,
  measures,
  recordAsJsonLd,
  recordOfProcessing,
} from '../../personal-data/record-of-processing.ts';
import { html, json } from '../answers.tsx';
import { LinkButton } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { basisWords } from '../privacy/words.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { operator } from './facts.ts';

export async function showRegister(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const page = <RegisterPage activities={recordOfProcessing()} policyVersion={await shop.policyInForce()} />;
  return html(shop, visit, { title: 'Record of processing', page });
}

export const showRegisterJsonLd = (): Response =>
  json(recordAsJsonLd(operator), 200, { 'content-type': 'application/ld+json' });

type RegisterPageProps = { readonly activities: readonly Activity[]; readonly policyVersion: string };

export const RegisterPage = ({ activities, policyVersion }: RegisterPageProps) => (
  <div class="wrap stack gap-7">
    <PageHead
      title="Record of processing activities"
      lede="GDPR Art. 30(1). Generated from the register by which the shop seals, opens, keeps and erases: what is not in it cannot be stored."
      over={<p class="s soft">Policy of {policyVersion}</p>}
    />
    <dl class="defs">
      <div>
        <dt>Controller</dt>
        <dd>
          {[operator.name, ...operator.address].join(', ')}; {operator.email}
        </dd>
      </div>
      <div>
        <dt>About</dt>
        <dd>People who order, or for whom something is ordered; people in their photos; visitors</dd>
      </div>
      <div>
        <dt>Measures</dt>
        <dd>{measures.join('; ')}</dd>
      </div>
    </dl>
    <table class="table table--cards">
      <caption>{activities.length} categories of data</caption>
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th scope="col">Purposes and grounds</th>
          <th scope="col">Kept</th>
          <th scope="col">On an erasure</th>
          <th scope="col">Recipients and transfers</th>
        </tr>
      </thead>
      <tbody>
        {activities.map((activity) => (
          <Row key={activity.category} activity={activity} />
        ))}
      </tbody>
    </table>
    <p>
      <LinkButton href="/audit/register.jsonld" kind="quiet" icon="download" download>
        As JSON-LD
      </LinkButton>
    </p>
  </div>
);

const Row = ({ activity }: { readonly activity: Activity }) => {
  const { category, says, dpv, purposes, retention, onErasure, recipients, isHeld } = activity;
  return (
    <tr>
      <th scope="row">
        <code>{category}</code>
        <small class="sub">
          {says} ({dpv})
        </small>
        {isHeld ? null : <small class="sub">Planned: nothing of it is held</small>}
      </th>
      <td data-th="Purposes and grounds">
        <span>
          {purposes.map(({ name, says: why, basis }) => (
            <span class="d-block" key={name}>
              {why}
              <small>
                {name}: {basisWords[basis].says}, {basisWords[basis].article}
              </small>
            </span>
          ))}
        </span>
      </td>
      <td data-th="Kept">
        <span>
          {lasting(retention)} after {retention.after}
          <small>{retention.source}</small>
        </span>
      </td>
      <td data-th="On an erasure">{onErasure.replaceAll('-', ' ')}</td>
      <td data-th="Recipients and transfers">
        <span>
          {recipients.length === 0
            ? 'Nobody'
            : recipients.map(({ name, role, where, transfer }) => (
                <span class="d-block" key={name}>
                  {name}
                  <small>
                    {role}, {where}
                    {transfer === null ? '' : `; ${transfer}`}
                  </small>
                </span>
              ))}
        </span>
      </td>
    </tr>
  );
};
