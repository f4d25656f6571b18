/** Sample pictures of styles that have none yet: the sitter's photo stands in, so that layouts can be looked at. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const web = join(import.meta.dir, '../../src/web');

export const sampleFallback = (page: Page): Promise<unknown> =>
  page.route('**/assets/samples/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = join(web, path);
    return route.fulfill({
      path: existsSync(file) ? file : join(web, 'assets/pictures/sitter-aligned-700.webp'),
    });
  });
