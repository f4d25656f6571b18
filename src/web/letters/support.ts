/** The letters of a conversation: it arrived, and what we answer. */
import { letterOf } from './letter.tsx';
import type { Letter, Sender } from './shapes.ts';

export type ConversationProps = Sender & {
  /** "S-0012". */
  readonly number: string;
  /** The conversation, for whoever has the link. */
  readonly link: string;
};

const because = 'You get this because you wrote to us; we write back, and nothing besides.';

export const conversationOpened = (props: ConversationProps): Letter =>
  letterOf(
    {
      subject: `We have your message: ${props.number}`,
      preview: 'A person reads it, and answers within two working days.',
      title: 'We have your message',
      because,
      blocks: [
        {
          is: 'text',
          text: `It has the number ${props.number}. A person reads it and answers within two working days. The link below shows the conversation, and is where you write on; keep it, for it is the key to it.`,
        },
        { is: 'action', label: 'Look at the conversation', href: props.link },
      ],
    },
    props,
  );

export const conversationAnswered = (props: ConversationProps & { readonly text: string }): Letter =>
  letterOf(
    {
      subject: `An answer to your message ${props.number}`,
      preview: props.text.slice(0, 120),
      title: 'Our answer',
      because,
      blocks: [
        ...props.text.split(/\n{2,}/).map((text) => ({ is: 'text', text }) as const),
        { is: 'action', label: 'Write on', href: props.link },
      ],
    },
    props,
  );
