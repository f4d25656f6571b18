/** The letters that let somebody in: a link, and how long it works. Nothing else is in them. */
import { letterOf } from './letter.tsx';
import type { Letter, Sender } from './shapes.ts';

export type LinkProps = Sender & { readonly link: string };

export const signInLink = (props: LinkProps): Letter =>
  letterOf(
    {
      subject: 'Your sign-in link, good for 10 minutes',
      preview: 'It works once, in the browser that asked for it.',
      title: 'Sign in',
      because: 'You get this because somebody typed this address on our sign-in page.',
      blocks: [
        {
          is: 'text',
          text: 'This link works once, for 10 minutes, in the browser that asked for it. If that was not you, leave it: without that browser it opens nothing.',
        },
        { is: 'action', label: 'Sign in', href: props.link },
      ],
    },
    props,
  );

export const addressLink = (props: LinkProps): Letter =>
  letterOf(
    {
      subject: 'Confirm your new address, within 10 minutes',
      preview: 'It works once, in the browser that asked for it.',
      title: 'Confirm this address',
      because: 'You get this because an account here is to be reached at this address.',
      blocks: [
        {
          is: 'text',
          text: 'From then on you sign in with this address. If you did not ask for it, leave it: nothing is changed.',
        },
        { is: 'action', label: 'Use this address', href: props.link },
      ],
    },
    props,
  );
