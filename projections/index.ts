/** Every read model. A file of this folder that is not in the list fails the doors test. */
import type { Projection } from '../src/eventsourcing/projection.ts';
import { accounts } from './accounts.ts';
import { approvals } from './approvals.ts';
import { consentHistory } from './consent-history.ts';
import { conversations } from './conversations.ts';
import { erasureWaits } from './erasure-waits.ts';
import { erasures } from './erasures.ts';
import { invoices } from './invoices.ts';
import { letters } from './letters.ts';
import { masters } from './masters.ts';
import { openingsByPerson } from './openings.ts';
import { openingsCounted } from './openings-counted.ts';
import { orderDesk } from './order-desk.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { photos } from './photos.ts';
import { policies } from './policies.ts';
import { portraits } from './portraits.ts';
import { printOrders } from './print-orders.ts';
import { products } from './products.ts';
import { requests } from './requests.ts';
import { standing } from './standing.ts';

export const projections: readonly Projection[] = [
  photos,
  portraits,
  masters,
  products,
  orders,
  payments,
  printOrders,
  standing,
  erasures,
  erasureWaits,
  openingsByPerson,
  invoices,
  accounts,
  approvals,
  conversations,
  consentHistory,
  requests,
  letters,
  policies,
  orderDesk,
  openingsCounted,
];
