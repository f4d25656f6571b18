/** A shop that is nowhere: declaring routes asks nothing of one but where it is, and its style sheet. */
import { assume } from '../../src/eventsourcing/assume.ts';
import type { Shop } from '../../src/web/shop.ts';

const asked = { publicUrl: 'http://localhost', looks: { styleSheet: { href: '/assets/a.css', text: '' } } };
export const nowhere: Shop = assume(
  new Proxy(asked, { get: (_, name) => Reflect.get(asked, name) ?? (() => nowhere) }),
);
