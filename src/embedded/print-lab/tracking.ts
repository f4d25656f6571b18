/** The carrier's side: who knows a tracking number sees where the parcel is. Only this says that one arrived. */
import type { Answer, Ask } from '../stand-in/http.ts';
import { html, notFound, page } from '../stand-in/page.ts';
import type { Lab } from './state.ts';

const words = {
  announced: 'announced by the sender',
  'in-transit': 'on its way',
  delivered: 'delivered',
  returned: 'on its way back to the sender',
};

/** `/track/<number>` for people, `/track/<number>.json` for programs. */
export const tracking =
  (lab: Lab) =>
  (ask: Ask): Answer => {
    const [, number = '', json] = /^\/track\/(\w+)(\.json)?$/.exec(ask.path) ?? [];
    const parcel = lab.parcels.get(number);
    if (parcel === undefined) return notFound('The carrier knows no such number.');
    if (json !== undefined)
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number, status: parcel.where }),
      };
    return page({
      title: `Parcel ${number}`,
      lead: 'This page stands in for a carrier. No parcel moves.',
      body: html`<p class="sheet">This parcel is <b>${words[parcel.where]}</b>.</p>`,
    });
  };
