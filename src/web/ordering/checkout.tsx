/** `/checkout`: where it goes, how fast, what was told before the contract, and a button that names the sum. */
import { BasketLine, type Item } from '../components/basket-line.tsx';
import { Choice, errorOf, type Option, SelectField, Submit, TextField, Tick } from '../components/form.tsx';
import { longDate, money } from '../components/format.ts';
import { Icon } from '../components/icon.tsx';
import { PageHead } from '../components/layout.tsx';
import { ErrorSummary, Note, Refused } from '../components/notes.tsx';
import { Bill } from '../components/price.tsx';
import type { FieldError, Money, Refusal, Totals } from '../components/shapes.ts';

export type Speed = {
  readonly id: string;
  readonly name: string;
  /** "Made in 3 to 5 working days, then 2 to 4 on the way. Tracked." */
  readonly says: string;
  readonly cost: Money;
};

/** Fields as they were typed: wrong input is kept. */
export type CheckoutValues = {
  readonly email?: string | undefined;
  readonly country?: string | undefined;
  readonly name?: string | undefined;
  readonly line1?: string | undefined;
  readonly line2?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly speed?: string | undefined;
  readonly fileAtOnce?: boolean | undefined;
};

export type CheckoutPageProps = {
  readonly items: readonly Item[];
  readonly totals: Totals;
  readonly values: CheckoutValues;
  /** Where the lab ships to; `value` is ISO 3166-1. */
  readonly countries: readonly Option[];
  /** What can be had for the chosen country. */
  readonly speeds: readonly Speed[];
  /** Whether something has to be sent, and whether a file is among the things. */
  readonly ships: boolean;
  readonly hasFile: boolean;
  /** When the file is given if it is not asked for at once: after the days of withdrawal. */
  readonly fileLater: string;
  readonly policyVersion: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly refusal?: Refusal | undefined;
  /** The sum before, where it has changed since the last look: it is shown and asked again. */
  readonly before?: Money | undefined;
};

/** Fields: `email`, `country`, `name`, `line1`, `line2`, `postalCode`, `city`, `state`, `speed`, `fileAtOnce`, `sum`. */
export const CheckoutPage = (props: CheckoutPageProps) => (
  <form class="wrap" method="post" action="/checkout">
    <PageHead title="Check and pay" />
    {props.errors === undefined ? null : <ErrorSummary errors={props.errors} />}
    {props.refusal === undefined ? null : (
      <div class="mb-5">
        <Refused refusal={props.refusal} />
      </div>
    )}
    {props.before === undefined ? null : <Changed before={props.before} now={props.totals.total} />}
    <div class="split split--side">
      <div class="stack gap-7">
        <Reach {...props} />
        {props.ships ? <Where {...props} /> : null}
        {props.ships ? <Fast {...props} /> : null}
        <Before {...props} />
      </div>
      <Sheet {...props} />
    </div>
  </form>
);

const Changed = ({ before, now }: { before: Money; now: Money }) => (
  <div class="mb-5">
    <Note tone="warn" live>
      <p>
        <strong>
          The sum is {money(now)} now; it was {money(before)}.
        </strong>{' '}
        Delivery and tax follow the country. Nothing was ordered yet: look once more, and order if it suits
        you.
      </p>
    </Note>
  </div>
);

const Reach = ({ values, errors }: CheckoutPageProps) => (
  <section class="stack gap-4" aria-labelledby="s-reach">
    <h2 id="s-reach">How do we reach you?</h2>
    <TextField
      id="email"
      type="email"
      autocomplete="email"
      label="E-mail address"
      hint="For the order, the parcel and the invoice. Nothing else."
      value={values.email}
      error={errorOf(errors, 'email')}
    />
  </section>
);

const Where = ({ values, errors, countries }: CheckoutPageProps) => (
  <section class="stack gap-4" aria-labelledby="s-where">
    <h2 id="s-where">Where shall it go?</h2>
    <div class="fields">
      <SelectField
        id="country"
        span={3}
        autocomplete="country"
        label="Country"
        options={countries}
        value={values.country}
        error={errorOf(errors, 'country')}
      />
      <div class="span-3 self-end">
        <Submit kind="quiet" action="/checkout/country" unchecked>
          Show its prices
        </Submit>
      </div>
      <TextField
        id="name"
        autocomplete="name"
        label="Full name"
        value={values.name}
        error={errorOf(errors, 'name')}
      />
      <TextField
        id="line1"
        span={4}
        autocomplete="address-line1"
        label="Street and house number"
        value={values.line1}
        error={errorOf(errors, 'line1')}
      />
      <TextField
        id="line2"
        span={2}
        autocomplete="address-line2"
        label={<Optional>Flat, company</Optional>}
        value={values.line2}
        error={errorOf(errors, 'line2')}
      />
      <Town values={values} errors={errors} />
    </div>
  </section>
);

const Town = ({ values, errors }: Pick<CheckoutPageProps, 'values' | 'errors'>) => (
  <>
    <TextField
      id="postalCode"
      span={2}
      autocomplete="postal-code"
      label="Postcode"
      value={values.postalCode}
      error={errorOf(errors, 'postalCode')}
    />
    <TextField
      id="city"
      span={2}
      autocomplete="address-level2"
      label="Town or city"
      value={values.city}
      error={errorOf(errors, 'city')}
    />
    <TextField
      id="state"
      span={2}
      autocomplete="address-level1"
      label={<Optional>State, county</Optional>}
      value={values.state}
      error={errorOf(errors, 'state')}
    />
  </>
);

const Optional = ({ children }: { children: string }) => (
  <>
    {children} <span class="soft w-400">(optional)</span>
  </>
);

const Fast = ({ speeds, values, errors }: CheckoutPageProps) => (
  <fieldset id="speed">
    <legend class="legend-xl">How fast?</legend>
    {errorOf(errors, 'speed') === undefined ? null : (
      <p class="wrong mb-5">
        <Icon name="alert" />
        {errorOf(errors, 'speed')}
      </p>
    )}
    <div class="choices">
      {speeds.map(({ id, name, says, cost }) => (
        <Choice key={id} name="speed" value={id} checked={id === values.speed} note={says} cost={money(cost)}>
          {name}
        </Choice>
      ))}
    </div>
  </fieldset>
);

const Before = ({ ships, hasFile, fileLater, values, policyVersion }: CheckoutPageProps) => (
  <section class="stack gap-4" aria-labelledby="s-before">
    <h2 id="s-before">Before you pay</h2>
    {ships ? (
      <Note>
        <p>
          <strong>The print is made for you alone.</strong> Goods made to a customer’s specification are
          exempt from the 14-day right of withdrawal (Art. 16(c), Directive 2011/83/EU). If it arrives
          damaged, or is not the picture you approved, we reprint or refund it: your legal rights on faulty
          goods are untouched.
        </p>
      </Note>
    ) : null}
    {hasFile ? (
      <Tick id="fileAtOnce" checked={values.fileAtOnce}>
        <strong>Give me the file at once.</strong> I agree that you start before the 14 days are over, and I
        know that I then lose the right to withdraw for the file (Art. 16(m)).{' '}
        <small class="soft d-block mt-1">
          Leave this open and the file is yours on {longDate(fileLater)} instead.
        </small>
      </Tick>
    ) : null}
    <p class="s soft">
      By ordering you accept our <a href="/terms">terms</a>. What we do with your data is in the{' '}
      <a href={`/privacy/${policyVersion}`}>privacy policy of {policyVersion}</a>.
    </p>
  </section>
);

const Sheet = ({ items, totals }: CheckoutPageProps) => (
  <aside class="sheet sheet--laid stack sticky gap-5" aria-labelledby="s-sheet">
    <div class="row row--between">
      <h2 class="t-l" id="s-sheet">
        Your order
      </h2>
      <a class="s" href="/basket">
        Change
      </a>
    </div>
    <div>
      {items.map((item) => (
        <BasketLine key={item.id} item={item} />
      ))}
    </div>
    <Bill {...totals} />
    {/* The sum that was seen: if it is another by now, the order is not placed, and the new one is shown. */}
    <input type="hidden" name="sum" value={totals.total.cents} />
    <input type="hidden" name="currency" value={totals.total.currency} />
    <input type="hidden" name="acceptTerms" value="yes" />
    <Submit wide>Order and pay {money(totals.total)}</Submit>
    <p class="s soft row gap-2 no-wrap items-start">
      <Icon name="lock" />
      <span>You pay on the next page. We never see your card number.</span>
    </p>
  </aside>
);
