/** The lab's pages: all orders, and one of them with everything that may befall it. */
import type { Answer, Ask, Part } from '../stand-in/http.ts';
import { notFound, seeOther } from '../stand-in/page.ts';
import { router } from '../stand-in/routes.ts';
import { refusePictures, type Shelf } from './assets.ts';
import { labPage, orderPage } from './lab-pages.ts';
import { cancelled, itemUnavailable, paymentWanted } from './orders.ts';
import { save, split, step, withIssue } from './progress.ts';
import { casings, fates, type Lab, manners, type Order } from './state.ts';

type Desk = { readonly lab: Lab; readonly shelf: Shelf; readonly trackUrl: () => string };

export function pages({ lab, shelf, trackUrl }: Desk): Part {
  const find = router([
    ['GET', '/sandbox/lab', () => labPage(lab)],
    ['POST', '/sandbox/lab/moods', (ask) => moodChosen(lab, form(ask))],
    ['GET', '/sandbox/lab/pictures/:id', (_, { id = '' }) => picture(shelf, id)],
    ['GET', '/sandbox/lab/:id', (_, { id = '' }) => orderPage(lab, id) ?? unknown],
    ['POST', '/sandbox/lab/:id', (ask, { id = '' }) => told(lab, id, form(ask), trackUrl())],
  ]);
  return (ask) => {
    const answer = find(ask);
    return typeof answer === 'object' && 'status' in answer ? answer : undefined;
  };
}

const unknown = notFound('The print lab knows no such order.');
const form = (ask: Ask) => new URLSearchParams(Buffer.from(ask.body).toString('utf8'));

function picture(shelf: Shelf, id: string): Answer {
  const bytes = /^ast_\d+$/.test(id) ? shelf.thumbnail(id) : undefined;
  if (bytes === undefined) return unknown;
  return { status: 200, headers: { 'content-type': 'image/webp', 'cache-control': 'no-store' }, body: bytes };
}

function moodChosen(lab: Lab, fields: URLSearchParams): Answer {
  const before = lab.moods();
  const among = <T extends string>(known: readonly T[], name: string, usual: T): T =>
    known.find((one) => one === fields.get(name)) ?? usual;
  lab.setMoods({
    id: 'moods',
    nextOrder: among(fates, 'nextOrder', before.nextOrder),
    nextCallback: among(manners, 'nextCallback', before.nextCallback),
    casing: among(casings, 'casing', before.casing),
    callbackData: among(['order-inside', 'order-itself'], 'callbackData', before.callbackData),
  });
  return seeOther('/sandbox/lab');
}

/** `do`: what shall happen; `callback`: how the shop hears of it. */
function told(lab: Lab, id: string, fields: URLSearchParams, trackUrl: string): Answer {
  const manner = manners.find((known) => known === fields.get('callback'));
  return lab.transaction(() => {
    const order = lab.orders.get(id);
    if (order === undefined) return unknown;
    if (manner !== undefined) lab.setMoods({ ...lab.moods(), nextCallback: manner });
    const known = act(lab, order, fields.get('do') ?? '', trackUrl);
    if (manner !== undefined) lab.setMoods({ ...lab.moods(), nextCallback: 'once' });
    if (!known) return { status: 400, body: 'unknown action: see the page for those that are known' };
    return seeOther(`/sandbox/lab/${id}`);
  });
}

function act(lab: Lab, order: Order, action: string, trackUrl: string): boolean {
  const open = order.status.stage === 'InProgress';
  switch (action) {
    case 'advance':
      step(lab, order, trackUrl);
      return true;
    case 'split':
      split(lab, order);
      return true;
    case 'refuse-picture':
      if (open) refusePictures(lab, order);
      return true;
    case 'unavailable':
      if (open) save(lab, withIssue(order, itemUnavailable(order)));
      return true;
    case 'payment':
      if (open) save(lab, withIssue(order, paymentWanted(order.id)));
      return true;
    case 'clear':
      save(lab, { ...order, status: { ...order.status, issues: [] } });
      return true;
    case 'cancel':
      if (open) cancelled(lab, order);
      return true;
    case 'return':
      for (const parcel of lab.parcels.list({ ref: order.id }))
        lab.parcels.put({ ...parcel, where: 'returned' });
      return true;
    default:
      return false;
  }
}
