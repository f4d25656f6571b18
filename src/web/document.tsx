/** The whole HTML document around a page: head, bars, navigation, foot. One function, no framework, no inline script. */
import type { ComponentChild, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { DeskBar, type DeskBarProps } from './components/desk.tsx';
import { SimulatedBar, SiteFoot, SiteHead } from './components/layout.tsx';

export type DocumentProps = {
  /** The page's own title; the shop's name is added. */
  readonly title: string;
  /** Of this response; it stands on our module scripts and nowhere else. */
  readonly nonce: string;
  readonly page: VNode;
  readonly basketCount: number;
  /** Whether payment, printing and mail are stand-ins: then every page says so. */
  readonly simulated: boolean;
  /** The path of the request, without its query. */
  readonly path: string;
  /** Where the style sheet lies, with its hash: `styleSheet().href`. */
  readonly styleSheet: string;
  /** Where each island lies, by name, as `buildIslands` told; only those on the page are loaded. */
  readonly islands: Readonly<Record<string, string>>;
  readonly lang?: string | undefined;
  /** What the visitor chose at the foot of a page. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Without script, the page loads itself again after so many seconds. */
  readonly refreshSeconds?: number | undefined;
  /** A desk has a bar of its own instead of the shop's head and foot. */
  readonly desk?: DeskBarProps | undefined;
};

/** @returns the document as a string, doctype included; everything in it is escaped by the renderer */
export function renderDocument(props: DocumentProps): string {
  const body = renderToString(<Body {...props} />);
  const scripts = islandsOf(body).flatMap((name) => props.islands[name] ?? []);
  return `<!doctype html>${renderToString(
    <html lang={props.lang ?? 'en'} data-theme={props.theme}>
      <Head {...props} scripts={scripts} />
      {/* The body was rendered above, to learn which islands it has. */}
      <body class={props.desk && 'desk'} dangerouslySetInnerHTML={{ __html: body }} />
    </html>,
  )}`;
}

/** Text cannot forge this: the renderer escapes quotes. */
const islandsOf = (body: string): readonly string[] => [
  ...new Set([...body.matchAll(/ data-island="([\w-]+)"/g)].flatMap(([, name]) => name ?? [])),
];

const Head = (props: DocumentProps & { scripts: readonly string[] }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{titleOf(props)}</title>
    <meta name="color-scheme" content={props.theme ?? 'light dark'} />
    {/* Addresses hold tokens: they are told to nobody. */}
    <meta name="referrer" content="no-referrer" />
    {isPublic(props.path) ? null : <meta name="robots" content="noindex" />}
    {fonts.map((font) => (
      <link key={font} rel="preload" as="font" type="font/woff2" crossorigin="anonymous" href={font} />
    ))}
    <link rel="stylesheet" href={props.styleSheet} />
    <link rel="icon" type="image/svg+xml" href="/assets/icons/frame.svg" />
    {props.refreshSeconds === undefined ? null : (
      <noscript>
        <meta http-equiv="refresh" content={String(props.refreshSeconds)} />
      </noscript>
    )}
    {props.scripts.map((src) => (
      <script key={src} type="module" src={src} nonce={props.nonce} />
    ))}
  </head>
);

const fonts = ['/assets/fonts/hedvig-letters-serif-latin.woff2', '/assets/fonts/hanken-grotesk-latin.woff2'];

const titleOf = ({ title, path }: DocumentProps): string =>
  path === '/' ? `Portrait123: ${title}` : `${title} · Portrait123`;

const ofOnePerson =
  /^\/(studio|basket|checkout|orders|receipts|requests|gallery|account)(\/|$)|^\/(support|sign-in)\/./;
const ofDesks = /^\/(audit|officer|ops|staff|components)(\/|$)/;
const isPublic = (path: string): boolean => !ofOnePerson.test(path) && !ofDesks.test(path);

const Body = ({ page, path, basketCount, simulated, desk }: DocumentProps): ComponentChild => (
  <>
    <a class="skip" href="#main">
      Skip to content
    </a>
    {simulated ? <SimulatedBar /> : null}
    {desk === undefined ? <SiteHead path={path} basketCount={basketCount} /> : <DeskBar {...desk} />}
    <main id="main" tabIndex={-1}>
      {page}
    </main>
    {desk === undefined ? <SiteFoot path={path} /> : null}
  </>
);
