/** The customer of an order, sealed: each thing opens for a purpose that is asked first, and is shown once. */
import { Sealed } from '../../components/desk.tsx';
import { type Option, SelectField, Submit } from '../../components/form.tsx';
import { exactTime } from '../../components/format.ts';
import { Note } from '../../components/notes.tsx';

export type CustomerProps = {
  /** Where it is asked for. */
  readonly at: string;
  readonly country: string;
  readonly hasAddress: boolean;
  readonly purposes: { readonly contact: readonly Option[]; readonly delivery: readonly Option[] };
  readonly portraits: readonly { readonly line: number; readonly label: string }[];
  /** Photos, where something of the order is under review; else why there are none. */
  readonly photos: readonly { readonly line: number; readonly label: string }[];
  readonly opened?: OpenedNow | undefined;
};

/** In this answer alone. */
export type OpenedNow = {
  readonly what: string;
  readonly purpose: string;
  readonly at: string;
  readonly shows:
    | { readonly is: 'value'; readonly lines: readonly { readonly name: string; readonly value: string }[] }
    | { readonly is: 'nothing'; readonly because: string };
};

export const Customer = (props: CustomerProps) => (
  <section class="panel" aria-labelledby="customer">
    <h2 id="customer">Customer</h2>
    <p>Sealed. Say why, then it opens for you, once; the customer sees that a person of ours did.</p>
    {props.opened === undefined ? null : <Now {...props.opened} />}
    <dl class="defs mb-4">
      <Line name="Name, e-mail" says="sealed" />
      {props.hasAddress ? <Line name="Address" says={`${props.country}, rest sealed`} /> : null}
      <Line name="Portrait" says="watermarked, sealed" />
      <Line name="Photo" says={props.photos.length === 0 ? 'not for staff' : 'sealed, for a review alone'} />
    </dl>
    <div class="stack gap-5">
      <OpenForm at={props.at} what="contact" label="Open name and e-mail" options={props.purposes.contact} />
      {props.hasAddress ? (
        <OpenForm
          at={props.at}
          what="delivery"
          label="Open the delivery address"
          options={props.purposes.delivery}
        />
      ) : null}
      <PictureForms {...props} />
    </div>
  </section>
);

const Line = ({ name, says }: { name: string; says: string }) => (
  <div class="narrow-dt">
    <dt>{name}</dt>
    <dd>
      <Sealed>{says}</Sealed>
    </dd>
  </div>
);

const Now = ({ what, purpose, at, shows }: OpenedNow) => (
  <div class="mb-4">
    <Note tone={shows.is === 'value' ? 'ok' : 'warn'} icon="key" live>
      <p>
        <strong>{what}</strong>, opened {purpose}. Written down {exactTime(at)}; it is shown this once.
      </p>
      {shows.is === 'nothing' ? (
        <p>{shows.because}</p>
      ) : (
        <dl class="stack gap-2 mt-3">
          {shows.lines.map(({ name, value }) => (
            <div key={name}>
              <dt class="xs soft">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Note>
  </div>
);

type OpenFormProps = {
  readonly at: string;
  readonly what: 'contact' | 'delivery';
  readonly label: string;
  readonly options: readonly Option[];
};

const OpenForm = ({ at, what, label, options }: OpenFormProps) => (
  <form class="stack gap-2" method="post" action={`${at}/open`}>
    <input type="hidden" name="what" value={what} />
    <SelectField
      id={`purpose-${what}`}
      name="purpose"
      label={`${label} for`}
      options={[{ value: '', label: 'Choose a purpose' }, ...options]}
    />
    <div>
      <Submit kind="quiet" small icon="key">
        Open and record it
      </Submit>
    </div>
  </form>
);

const PictureForms = ({ at, portraits, photos }: CustomerProps) => (
  <div class="stack gap-2">
    {portraits.map(({ line, label }) => (
      <form key={line} method="post" action={`${at}/portrait`}>
        <input type="hidden" name="line" value={line} />
        <Submit kind="quiet" small icon="eye" about={label}>
          Open the portrait, for this order
        </Submit>
      </form>
    ))}
    {photos.map(({ line, label }) => (
      <form key={line} method="post" action={`${at}/photo`}>
        <input type="hidden" name="line" value={line} />
        <Submit kind="danger" small icon="eye" about={label}>
          Open the photo, for a review of abuse
        </Submit>
      </form>
    ))}
  </div>
);
