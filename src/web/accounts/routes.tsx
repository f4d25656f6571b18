/** Signing in and out, the account, its passkeys and its sessions. */
import { Elysia } from 'elysia';
import { about } from '../docs/about.ts';
import type { Shop } from '../shop.ts';
import {
  postAddress,
  postAddressLink,
  postEndSessions,
  showAccount,
  showAddressLink,
  showInvited,
  showProve,
} from './account-pages.tsx';
import { AccountTold, postToken, showAccountJson, TokenMade } from './api.ts';
import { showGallery } from './gallery-pages.tsx';
import {
  postAddOptions,
  postAddPasskey,
  postProveOptions,
  postProvePasskey,
  postRemovePasskey,
  postSignInOptions,
  postSignInPasskey,
} from './passkey-routes.ts';
import { postLink, postSignIn, postSignOut, showLink, showSignIn } from './sign-in-pages.tsx';

const hidden = { detail: { hide: true } };
/** Forms and what authenticators sign are read by whoever they are for. */
const raw = { parse: 'none', detail: { hide: true } } as const;

export const accountRoutes = (shop: Shop) =>
  new Elysia()
    .get('/sign-in', ({ request }) => showSignIn(shop, request), hidden)
    .post('/sign-in', ({ request }) => postSignIn(shop, request), raw)
    .post('/sign-in/passkey/options', ({ request }) => postSignInOptions(shop, request), raw)
    .post('/sign-in/passkey', ({ request }) => postSignInPasskey(shop, request), raw)
    .get('/sign-in/:token', ({ request, params }) => showLink(shop, request, params.token), hidden)
    .post('/sign-in/:token', ({ request, params }) => postLink(shop, request, params.token), raw)
    .post('/sign-out', ({ request }) => postSignOut(shop, request), raw)
    .get('/account', ({ request }) => showAccount(shop, request), hidden)
    .post('/account/address', ({ request }) => postAddress(shop, request), raw)
    .get(
      '/account/address/:token',
      ({ request, params }) => showAddressLink(shop, request, params.token),
      hidden,
    )
    .post(
      '/account/address/:token',
      ({ request, params }) => postAddressLink(shop, request, params.token),
      raw,
    )
    .post('/account/sessions/end', ({ request }) => postEndSessions(shop, request), raw)
    .get('/account/passkeys', ({ request }) => showInvited(shop, request), hidden)
    .post('/account/passkeys/options', ({ request }) => postAddOptions(shop, request), raw)
    .post('/account/passkeys', ({ request }) => postAddPasskey(shop, request), raw)
    .post(
      '/account/passkeys/:id/remove',
      ({ request, params }) => postRemovePasskey(shop, request, params.id),
      raw,
    )
    .get('/account/prove', ({ request }) => showProve(shop, request), hidden)
    .post('/account/prove/options', ({ request }) => postProveOptions(shop, request), raw)
    .post('/account/prove', ({ request }) => postProvePasskey(shop, request), raw)
    .get('/gallery', ({ request }) => showGallery(shop, request), hidden)
    .get(
      '/api/v1/account',
      ({ request }) => showAccountJson(shop, request),
      about('account', 'Who is signed in', { 200: AccountTold }),
    )
    .post('/api/v1/tokens', ({ request }) => postToken(shop, request), {
      parse: 'none',
      ...about('account', 'A token for a program that reads, for ten minutes; it dies with the session', {
        201: TokenMade,
      }),
    });
