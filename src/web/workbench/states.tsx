/** The states on the workbench: forms with errors, uploads, stages, notes, desks. */
import { Due, Phases, Sealed } from '../components/desk.tsx';
import { Drop } from '../components/drop.tsx';
import { Choice, TextField, Tick } from '../components/form.tsx';
import { type ConsentChoice, ConsentSwitch } from '../components/held.tsx';
import { ErrorSummary, Note, Status } from '../components/notes.tsx';
import { Label } from '../components/picture.tsx';
import { PriceLine } from '../components/price.tsx';
import type { Stage } from '../components/shapes.ts';
import { Stages } from '../components/stages.tsx';
import { photoRefusals } from '../uploads/words.ts';
import { Part } from './look.tsx';

const wrong = [
  { field: 'x-mail', says: 'Enter an e-mail address like name@example.com' },
  { field: 'x-zip', says: 'A German postcode has 5 digits' },
];

export const Errors = () => (
  <Part title="Form with errors" says="The summary takes focus, links to each field and uses the same words.">
    <div class="split">
      <div class="stack">
        <ErrorSummary errors={wrong} />
        <TextField
          id="x-mail"
          label="E-mail address"
          hint="For the order, the parcel and the invoice. Nothing else."
          value="sample.customer@"
          error={wrong[0]?.says}
        />
        <TextField id="x-zip" label="Postcode" value="1011" error={wrong[1]?.says} />
      </div>
      <fieldset class="stack">
        <legend class="vh">Choices</legend>
        <Choice name="z" value="1" checked note="Chosen" cost="€119.00">
          40 × 50 cm
        </Choice>
        <Choice name="z" value="2" note="Not chosen" cost="€84.00">
          28 × 35 cm
        </Choice>
        <Choice name="z" value="3" off="The face in this photo has too few pixels for this size.">
          60 × 75 cm
        </Choice>
        <Tick id="x-yes" checked>
          Ticked
        </Tick>
        <Tick id="x-no">Not ticked</Tick>
        <Tick id="x-must" error="Say that the photo is yours to use">
          This photo is mine to use.
        </Tick>
      </fieldset>
    </div>
  </Part>
);

export const Uploads = () => (
  <Part title="Upload" says="Refused, and under way. Waiting is on the create page.">
    <div class="split">
      <Drop
        maxMegabytes={40}
        state={{ is: 'refused', refusal: photoRefusals.blurred, also: 'It is already erased.' }}
        id="x-photo"
      />
      <Drop maxMegabytes={40} state={{ is: 'sending', percent: 62 }} id="x-photo-2" />
    </div>
  </Part>
);

const stages: readonly Stage[] = [
  { id: 'a', label: 'Sitter cut out', state: 'done', seconds: 1.1 },
  { id: 'b', label: 'Engraving', state: 'now', doing: 'Laying lines', done: 1140, total: 1840 },
  { id: 'c', label: 'Pencil', state: 'wait' },
  {
    id: 'd',
    label: 'Pop art',
    state: 'stopped',
    reason: 'The face came out unlike the photo, so we painted nothing.',
    remedy: 'It does not count. Try another style.',
  },
];

export const Painting = () => (
  <Part
    title="Painting stages"
    says="One line per stage; the list is real without script, as a page that reloads itself."
  >
    <div class="split">
      <Stages of={stages} />
      <div class="stack">
        <Note>
          <p>
            <strong>Plain.</strong> Something to know.
          </p>
        </Note>
        <Note tone="ok">
          <p>
            <strong>Done.</strong> It happened, and here is what follows.
          </p>
        </Note>
        <Note tone="warn">
          <p>
            <strong>Waiting.</strong> The lab has not answered for an hour. We keep asking; nothing is lost.
          </p>
        </Note>
        <Note tone="bad">
          <p>
            <strong>The card was declined.</strong> Your bank gave no reason. Nothing was charged; try another
            card.
          </p>
        </Note>
        <div class="row gap-2">
          <Status>Planned</Status>
          <Status tone="warn">In production</Status>
          <Status tone="ok">Delivered</Status>
          <Status tone="bad">Needs attention</Status>
          <Sealed />
        </div>
      </div>
    </div>
  </Part>
);

const consents: readonly ConsentChoice[] = [
  { purpose: 'x-never', name: 'Never asked', says: 'Off until it is turned on.', on: false },
  {
    purpose: 'x-on',
    name: 'On',
    says: 'With the day on which it was turned on.',
    on: true,
    since: '2026-11-21T14:20:00Z',
  },
  { purpose: 'x-off', name: 'Withdrawn', says: 'With the day.', on: false, since: '2026-11-22T09:00:00Z' },
  { purpose: 'x-gpc', name: 'Off by the browser', says: 'Global Privacy Control.', on: false, gpc: true },
];

export const States = () => (
  <Part title="Consent, price, label, desk">
    <div class="split">
      <div>
        {consents.map((choice) => (
          <ConsentSwitch key={choice.purpose} choice={choice} to="/components" />
        ))}
      </div>
      <div class="stack gap-5 j-start">
        <PriceLine
          gross={{ cents: 11900, currency: 'EUR' }}
          vatRate={19}
          vat={{ cents: 1900, currency: 'EUR' }}
          deliveryFrom={{ cents: 690, currency: 'EUR' }}
        />
        <Label
          title="Sample sitter"
          medium="Impressionist oil, by software, after your photograph"
          number="P-1042"
        />
        <Due says="3 Dec, 9 days" spent={70} label="Time spent" />
        <div class="full">
          <Phases
            of={['Prepare', 'Replay', 'Catch up', 'Index', 'Compare', 'Swap', 'Keep old']}
            at={1}
            label="Rebuild"
          />
        </div>
      </div>
    </div>
  </Part>
);
