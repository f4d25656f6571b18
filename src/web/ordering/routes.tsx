/** Basket, checkout, orders, files, and what the payment company and the print lab tell. */
import { Elysia } from 'elysia';
import { about } from '../docs/about.ts';
import { postStripeWebhook } from '../payments/webhook.ts';
import { postLabCallback } from '../printing/callback.ts';
import type { Shop } from '../shop.ts';
import {
  listOrders,
  OrderList,
  OrderMade,
  OrderRequest,
  OrderTold,
  postOrder,
  showOrderJson,
} from './api.ts';
import {
  addToBasket,
  changeQuantity,
  removeFromBasket,
  restoreToBasket,
  showBasket,
} from './basket-pages.tsx';
import { postCheckout, repriceCheckout, showCheckout } from './checkout-pages.tsx';
import { showFile } from './files.ts';
import { postCancel, showDone, showOrder, showOrders } from './order-pages.tsx';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;

export const orderingRoutes = (shop: Shop) =>
  new Elysia()
    .get('/basket', ({ request }) => showBasket(shop, request), hidden)
    .post('/basket', ({ request }) => addToBasket(shop, request), raw)
    .post('/basket/:id', ({ request, params }) => changeQuantity(shop, request, params.id), raw)
    .post('/basket/:id/remove', ({ request, params }) => removeFromBasket(shop, request, params.id), raw)
    .post('/basket/:id/restore', ({ request, params }) => restoreToBasket(shop, request, params.id), raw)
    .get('/checkout', ({ request }) => showCheckout(shop, request), hidden)
    .post('/checkout', ({ request }) => postCheckout(shop, request), raw)
    .post('/checkout/country', ({ request }) => repriceCheckout(shop, request), raw)
    .get('/checkout/done/:token', ({ request, params }) => showDone(shop, request, params.token), hidden)
    .get('/orders', ({ request }) => showOrders(shop, request), hidden)
    .get('/orders/:token', ({ request, params }) => showOrder(shop, request, params.token), hidden)
    .post('/orders/:token/cancel', ({ request, params }) => postCancel(shop, request, params.token), raw)
    .get('/files/:token', ({ request, params }) => showFile(shop, request, params.token), hidden)
    .head('/files/:token', ({ request, params }) => showFile(shop, request, params.token), hidden)
    .post('/webhooks/stripe', ({ request }) => postStripeWebhook(shop, request), raw)
    .post(
      '/webhooks/prodigi/:token',
      ({ request, params }) => postLabCallback(shop, request, params.token),
      raw,
    )
    .get('/api/v1/orders', ({ request }) => listOrders(shop, request), {
      ...about('orders', 'Your orders', { 200: OrderList }),
    })
    .post('/api/v1/orders', ({ request, body }) => postOrder(shop, request, body), {
      body: OrderRequest,
      ...about('orders', 'Place an order', { 201: OrderMade }),
    })
    .get('/api/v1/orders/:id', ({ request, params }) => showOrderJson(shop, request, params.id), {
      ...about('orders', 'An order, by its id or by the token of its link', { 200: OrderTold }),
    });
