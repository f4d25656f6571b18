/** The letters about what somebody asked: it arrived, it takes longer, this is the answer; and that a photo was erased. */
import { longDate } from '../components/format.ts';
import { letterOf } from './letter.tsx';
import type { Letter, Sender } from './shapes.ts';

export type RequestLetterProps = Sender & {
  /** "R-0031". */
  readonly number: string;
};

const because =
  'You get this because you asked about your data; we write only where there is something to say.';

export type RequestReceivedProps = RequestLetterProps & {
  /** "Your complaint". */
  readonly what: string;
  readonly dueOn: string;
  readonly link: string;
};

export const requestReceived = (props: RequestReceivedProps): Letter =>
  letterOf(
    {
      subject: `${props.what} has arrived: ${props.number}`,
      preview: `You have an answer by ${longDate(props.dueOn)}.`,
      title: `${props.what} has arrived`,
      because,
      blocks: [
        {
          is: 'text',
          text: `It has the number ${props.number}. A person reads it, and you have an answer by ${longDate(props.dueOn)}. The link below shows how it stands; keep it, for it is the key to it.`,
        },
        { is: 'action', label: 'Look at the request', href: props.link },
      ],
    },
    props,
  );

export type RequestExtendedProps = RequestLetterProps & { readonly dueOn: string; readonly reason: string };

export const requestExtended = (props: RequestExtendedProps): Letter =>
  letterOf(
    {
      subject: `Your request ${props.number} takes longer: until ${longDate(props.dueOn)}`,
      preview: 'And why.',
      title: 'It takes longer',
      because,
      blocks: [
        {
          is: 'text',
          text: `We cannot answer your request ${props.number} within a month, because ${props.reason}. You have the answer by ${longDate(props.dueOn)}; the law allows this once (GDPR Art. 12(3)). If you do not agree, you can complain to the data protection authority where you live.`,
        },
      ],
    },
    props,
  );

export type RequestAnsweredProps = RequestLetterProps & {
  readonly title: string;
  readonly text: string;
  readonly refused: boolean;
};

export const requestAnswered = (props: RequestAnsweredProps): Letter =>
  letterOf(
    {
      subject: `Your request ${props.number} is answered`,
      preview: props.title,
      title: props.title,
      because,
      blocks: [
        { is: 'text', text: props.text },
        ...(props.refused
          ? [
              {
                is: 'text' as const,
                text: 'If you do not agree, you can complain to the data protection authority where you live, or go to court (GDPR Art. 12(4), 77, 79).',
              },
            ]
          : []),
      ],
    },
    props,
  );

/** To whoever sent the photo; who asked stays with us. */
export const photoErased = ({ ofAChild, ...sender }: Sender & { readonly ofAChild: boolean }): Letter =>
  letterOf(
    {
      subject: 'A photo that you sent was erased',
      preview: ofAChild ? 'We were told that a child sent it.' : 'Somebody in it asked for that.',
      title: 'A photo of yours was erased',
      because: 'You get this because the photo was in your name.',
      blocks: [
        {
          is: 'text',
          text: ofAChild
            ? 'We were told that a child under the age that the law asks for sent it, and then we may not keep it. If that is wrong, write to us: you can send the photo again.'
            : 'Whoever can be seen in a photo may ask that it be erased, and somebody did. A person looked at it and decided.',
        },
        {
          is: 'text',
          text: 'The photo and what was painted from it are gone; an order that was not made yet was stopped and is refunded. We do not say who asked.',
        },
      ],
    },
    sender,
  );

export type PolicyChangedProps = Sender & {
  /** Where both versions stand side by side. */
  readonly link: string;
  readonly parts: number;
  /** "to keep your portraits in your gallery". */
  readonly asksAgain: readonly string[];
};

const partsRead = (parts: number): string => {
  if (parts === 0) return 'What stands beside a choice of yours reads differently.';
  return `${parts === 1 ? 'One part reads' : `${parts} parts read`} differently.`;
};

export const policyChanged = (props: PolicyChangedProps): Letter =>
  letterOf(
    {
      subject: 'Our privacy policy has changed',
      preview: 'What was added is underlined, what went is struck through.',
      title: 'Our privacy policy has changed',
      because: 'You get this because we have your address and owe you this (GDPR Art. 13).',
      blocks: [
        {
          is: 'text',
          text: `${partsRead(props.parts)} The page below marks every word of it.`,
        },
        ...(props.asksAgain.length === 0
          ? [{ is: 'text' as const, text: 'Nothing that you allowed is touched by it.' }]
          : [
              {
                is: 'text' as const,
                text: 'What you may have allowed counts no more, until you say it anew:',
              },
              { is: 'list' as const, items: props.asksAgain },
            ]),
        { is: 'action', label: 'See what changed', href: props.link },
      ],
    },
    props,
  );
