/** `/docs`: the interface for programs, drawn from the document that the routes themselves make; and every component. */
import { html, refuse } from '../answers.tsx';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { ComponentsPage } from '../workbench/pages.tsx';
import { DocsPage } from './pages.tsx';

/** Where the OpenAPI document lies. */
export const openApiPath = '/docs/json';

/** @param document OpenAPI 3.1, as JSON */
export async function showDocs(shop: Shop, request: Request, document: unknown): Promise<Response> {
  const page = <DocsPage document={document} source={openApiPath} />;
  return html(shop, await visitOf(shop, request), { title: 'Interfaces', page });
}

/** Where the shop is for trying out, it shows what it is built from. */
export async function showComponents(shop: Shop, request: Request): Promise<Response> {
  if (!shop.simulated) return refuse(shop, request, notFound);
  return html(shop, await visitOf(shop, request), { title: 'Components', page: <ComponentsPage /> });
}
