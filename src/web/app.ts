/** The shop over HTTP: every module's routes under one roof, and one answer to what none of them expected. */
import { openapi } from '@elysiajs/openapi';
import { Elysia } from 'elysia';
import { z } from 'zod';
import { accountRoutes } from './accounts/routes.tsx';
import { json, refuse } from './answers.tsx';
import { isBrokenOff } from './body-limit.ts';
import { catalogueRoutes } from './catalogue/routes.tsx';
import { deskRoutes } from './desks/routes.ts';
import { about, jsonSchema } from './docs/about.ts';
import { openApiPath, showComponents, showDocs } from './docs/routes.tsx';
import { failed } from './door.ts';
import { guard, unrouted } from './guard.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home/routes.tsx';
import { invoicingRoutes } from './invoicing/routes.ts';
import { orderingRoutes } from './ordering/routes.tsx';
import { policyRoutes } from './policies/routes.tsx';
import { portraitRoutes } from './portraits/routes.tsx';
import { privacyRoutes } from './privacy/routes.tsx';
import { ProblemDocument } from './problems/document.ts';
import { invalid, tooLong } from './problems/problem.ts';
import type { Shop } from './shop.ts';
import { staticRoutes } from './static.ts';
import { supportRoutes } from './support/routes.ts';
import { uploadRoutes } from './uploads/routes.tsx';
import { arrivalOf } from './visit.ts';

/** @returns what answers each request; it does not throw */
export function app(shop: Shop): (request: Request) => Promise<Response> {
  const routes = routesOf(shop);
  const answer = async (request: Request) => routes.handle(request);
  const document = async () => (await answer(new Request(`http://localhost${openApiPath}`))).json();
  routes.get('/docs', async ({ request }) => showDocs(shop, request, await document()), {
    detail: { hide: true },
  });
  return answer;
}

/** Every route that there is. */
export const routesOf = (shop: Shop) =>
  new Elysia()
    .onError(async ({ code, error, request, route }) => {
      // a body is read before the door is asked; whoever may not come in is told so, and not what was wrong with it
      const refused = ['PARSE', 'VALIDATION'].includes(String(code))
        ? await guard(shop, request, route)
        : undefined;
      if (refused !== undefined) return refused;
      if (code === 'NOT_FOUND') return unrouted(shop, request);
      if (isBrokenOff(error)) return refuse(shop, request, tooLong(request));
      if (code === 'PARSE') return refuse(shop, request, { status: 400, type: 'malformed' });
      if (code === 'VALIDATION') return refuse(shop, request, invalid(fieldsOf(error)));
      return failed(shop, request, error, arrivalOf(request).trace);
    })
    .onBeforeHandle(({ request, route }) => guard(shop, request, route))
    .use(openapi({ provider: null, path: '/docs', mapJsonSchema: { zod: wanted }, documentation }))
    .use(staticRoutes(shop))
    .use(healthRoutes(shop))
    .use(homeRoutes(shop))
    .use(uploadRoutes(shop))
    .use(portraitRoutes(shop))
    .use(catalogueRoutes(shop))
    .use(orderingRoutes(shop))
    .use(invoicingRoutes(shop))
    .use(accountRoutes(shop))
    .use(supportRoutes(shop))
    .use(privacyRoutes(shop))
    .use(policyRoutes(shop))
    .use(deskRoutes(shop))
    .get('/components', ({ request }) => showComponents(shop, request), { detail: { hide: true } })
    .post('/api/v1/sessions', () => beginSession(shop), {
      ...about('sessions', 'Begin a visitor’s session', { 201: SessionBegun }),
    });

const wanted = (shape: z.ZodType) => jsonSchema(shape, 'input');
const documentation = {
  components: { schemas: { Problem: jsonSchema(ProblemDocument) } },
  info: { title: 'Portrait123', version: '1', description: 'From a photo to a portrait to a print.' },
};

const SessionBegun = z.object({ token: z.string().describe('for `Authorization: Bearer …`') });
type SessionBegun = z.output<typeof SessionBegun>;

async function beginSession({ sessions }: Shop): Promise<Response> {
  const begun = await sessions.begin();
  return json<SessionBegun>({ token: begun.token }, 201, { 'set-cookie': sessions.cookie(begun) });
}

type Wrong = { readonly all?: readonly { readonly path?: string; readonly message?: string }[] };

/** Which fields, and what is wrong with each; never what stood in them. */
function fieldsOf(error: unknown): readonly { readonly field: string; readonly says: string }[] {
  const told: Wrong = typeof error === 'object' && error !== null ? error : {};
  return (told.all ?? []).map(({ path = '', message = 'This does not fit.' }) => ({
    field: path.replace(/^\//, '').replaceAll('/', '.') || 'body',
    says: message,
  }));
}
