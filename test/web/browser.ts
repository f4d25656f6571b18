/** A headless Chromium, where one is installed; the browser's tests say so where none is. */
import { describe } from 'bun:test';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);

/** What cannot be tried is said, and not counted as a test that was left out. */
export const inBrowser = (tests: () => void): void => {
  if (hasBrowser) describe('in a browser', tests);
  else console.log(`no ${executablePath}: nobody looked at the pages in a browser`);
};

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });

export type View = { readonly width: number; readonly scheme: 'light' | 'dark'; readonly script?: boolean };

/** A page that keeps what the browser complained of: errors, and whatever the content policy refused. */
export async function openPage(
  browser: Browser,
  { width, scheme, script = true }: View,
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
      complaints.push(message.text());
  });
  return { page, complaints };
}

/** Waits for a page to come to it; a test that waits in vain says what it saw last. */
export async function until<T>(look: () => T | Promise<T>, wanted: T): Promise<void> {
  let seen = await look();
  for (let i = 0; i < 100 && seen !== wanted; i++) {
    await Bun.sleep(50);
    seen = await look();
  }
  if (seen !== wanted) throw new Error(`still ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
}
