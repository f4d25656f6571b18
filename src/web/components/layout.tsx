/** What stands on every page of the shop: the bar of the simulation, the head, the foot. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { Link } from './shapes.ts';

const main: readonly Link[] = [
  { label: 'Make a portrait', href: '/create' },
  { label: 'Styles', href: '/styles' },
  { label: 'Prints and frames', href: '/#objects' },
  { label: 'Privacy', href: '/privacy' },
  { label: 'Your orders', href: '/orders' },
];

/** Below the others where there is room for a menu. */
const mine: readonly Link[] = [
  { label: 'Your account', href: '/account' },
  { label: 'Your portraits', href: '/gallery' },
  { label: 'What we hold about you', href: '/account/privacy' },
];

/** Not dismissible, and on every page as long as money and printing are simulated. */
export const SimulatedBar = () => (
  <aside class="sim" aria-label="About this shop">
    <p class="wrap">
      <Icon name="info" />
      <span>
        <strong>Simulated payments and printing.</strong> No money moves, nothing is printed, no e-mail leaves
        this machine.
      </span>
    </p>
  </aside>
);

export const Mark = ({ small = false }: { small?: boolean }) => (
  <a class={small ? 'mark mark--s' : 'mark'} href="/" aria-label="Portrait123, home">
    Portrait<b>123</b>
  </a>
);

const isHere = (href: string, path: string): boolean =>
  href === path || (href === '/create' && path.startsWith('/studio/')) || path.startsWith(`${href}/`);

type HeadProps = { readonly path: string; readonly basketCount: number };

/** At the entrance it stands on the painted wall; it stays outside of main all the same. */
export const SiteHead = (props: HeadProps) =>
  props.path === '/' ? (
    <div class="head-anchor">
      <Head {...props} extra=" site-head--wall" />
    </div>
  ) : (
    <Head {...props} extra="" />
  );

const Head = ({ path, basketCount, extra }: HeadProps & { extra: string }) => (
  <header class={`site-head${extra}`}>
    <div class="wrap">
      <Mark />
      <nav aria-label="Main">
        <ul>
          {main.map((link) => (
            <li class="wide" key={link.href}>
              <NavLink link={link} path={path} />
            </li>
          ))}
          <li>
            <a
              href="/basket"
              aria-label={`Basket, ${basketCount} ${basketCount === 1 ? 'item' : 'items'}`}
              aria-current={path === '/basket' ? 'page' : undefined}
            >
              <Icon name="basket" /> <span class="num">{basketCount}</span>
            </a>
          </li>
          <li class="narrow">
            <Menu path={path} />
          </li>
        </ul>
      </nav>
    </div>
  </header>
);

const NavLink = ({ link, path }: { link: Link; path: string }) => (
  <a href={link.href} aria-current={isHere(link.href, path) ? 'page' : undefined}>
    {link.label}
  </a>
);

const Menu = ({ path }: { path: string }) => (
  <details class="menu">
    <summary>
      <Icon name="menu" />
      Menu
    </summary>
    <ul>
      {[...main, ...mine].map((link) => (
        <li key={link.href}>
          <NavLink link={link} path={path} />
        </li>
      ))}
    </ul>
  </details>
);

const foot: readonly { readonly title: string; readonly links: readonly Link[] }[] = [
  {
    title: 'The studio',
    links: [
      { label: 'Make a portrait', href: '/create' },
      { label: 'Styles', href: '/styles' },
      { label: 'Prints and frames', href: '/#objects' },
      { label: 'Delivery and prices', href: '/delivery' },
    ],
  },
  {
    title: 'Your rights',
    links: [
      { label: 'What we hold about you', href: '/account/privacy' },
      { label: 'Erase', href: '/account/privacy#erase' },
      { label: 'Privacy policy', href: '/privacy' },
      { label: 'Terms, and withdrawing', href: '/terms' },
    ],
  },
  {
    title: 'Proof',
    links: [
      { label: 'Verify a receipt', href: '/verify' },
      { label: 'Interfaces', href: '/docs' },
      { label: 'Accessibility', href: '/accessibility' },
    ],
  },
  {
    title: 'Help',
    links: [
      { label: 'Questions', href: '/help' },
      { label: 'Write to us', href: '/support' },
      { label: 'Your account', href: '/account' },
      { label: 'Imprint', href: '/imprint' },
    ],
  },
];

export const SiteFoot = ({ path }: { path: string }) => (
  <footer class="site-foot">
    <div class="wrap">
      <div class="grid">
        {foot.map(({ title, links }) => (
          <div key={title}>
            <h2>{title}</h2>
            <ul>
              {links.map((link) => (
                <li key={link.href}>
                  <a href={link.href}>{link.label}</a>
                </li>
              ))}
            </ul>
            {title === 'Help' ? <Scheme path={path} /> : null}
          </div>
        ))}
      </div>
      <div class="credit">
        <p>
          Portraits are painted by software from your photo. Every file carries a signed content credential
          that says so.
        </p>
        <p>
          Sample portraits: after a NASA photograph (public domain) and a photograph of a cat (CC0). Their use
          here implies no endorsement.
        </p>
      </div>
    </div>
  </footer>
);

/** A choice of one's own, kept in a cookie that only the wish itself sets. */
const Scheme = ({ path }: { path: string }) => (
  <form class="row s gap-3 mt-3" method="post" action="/theme">
    <fieldset class="row gap-3">
      <legend class="vh">Colour scheme</legend>
      <Icon name="theme" />
      <input type="hidden" name="back" value={path} />
      {(['Light', 'Dark', 'Device'] as const).map((name) => (
        <button class="textbtn" type="submit" key={name} name="theme" value={name.toLowerCase()}>
          {name}
        </button>
      ))}
    </fieldset>
  </form>
);

/** 1 Photo, 2 Style, 3 Wall: the only ordinals of the shop. */
export const Steps = ({ at }: { at: 1 | 2 | 3 }) => (
  <ol class="steps" aria-label="Making a portrait">
    {['Photo', 'Style', 'Wall'].map((name, i) => (
      <li
        key={name}
        class={i + 1 < at ? 'is-done' : undefined}
        aria-current={i + 1 === at ? 'step' : undefined}
      >
        <b>{i + 1}</b>
        {name}
      </li>
    ))}
  </ol>
);

type PageHeadProps = {
  readonly title: string;
  readonly lede?: ComponentChildren;
  readonly over?: ComponentChildren;
  readonly tight?: boolean;
  /** The page shows by itself what it is; the title is for those who do not see it. */
  readonly hidden?: boolean;
};

export const PageHead = ({ title, lede, over, tight = false, hidden = false }: PageHeadProps) => (
  <div class={tight ? 'page-head page-head--tight' : 'page-head'}>
    {over}
    <h1 class={hidden ? 'vh' : undefined}>{title}</h1>
    {lede === undefined ? null : <p class="lede">{lede}</p>}
  </div>
);
