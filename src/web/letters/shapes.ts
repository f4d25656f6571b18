/** What a letter is made of, before it is HTML or plain text. */

export type Letter = { readonly subject: string; readonly text: string; readonly html: string };

export type LetterBlock =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'action'; readonly label: string; readonly href: string }
  | { readonly is: 'code'; readonly code: string }
  /** The tile of a style, attached under `cid`, with its label; never the portrait (a face in a mailbox is beyond our erasure). */
  | {
      readonly is: 'tile';
      readonly cid: string;
      readonly alt: string;
      readonly title: string;
      readonly medium: string;
    }
  | {
      readonly is: 'bill';
      readonly lines: readonly Cost[];
      readonly total: Cost;
      readonly vat: Cost;
    }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | { readonly is: 'records'; readonly title: string; readonly text: string };

export type Cost = { readonly name: string; readonly cost: string };

/** What every letter is given: who sends it, and whether the shop is one for trying out. */
export type Sender = {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly simulated: boolean;
  /** One line: name and place. */
  readonly imprint: string;
};

export type LetterContent = {
  readonly subject: string;
  /** The line that a mailbox shows beside the subject. */
  readonly preview: string;
  readonly title: string;
  readonly blocks: readonly LetterBlock[];
  /** Why it came: "You get this because you ordered." */
  readonly because: string;
};

export const sans = "'Hanken Grotesk',Helvetica,Arial,sans-serif";
export const serif = "'Hedvig Letters Serif',Georgia,serif";

export const simulatedLine = 'Simulated shop: no money moved and nothing is printed.';
