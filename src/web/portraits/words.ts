/** What people read when a painting stops, and when a wish for one is refused. */
import type { AskRefusal } from './ask.ts';

type Stopped = { readonly reason: string; readonly remedy: string };

const broke: Stopped = {
  reason: 'The studio could not finish this one.',
  remedy: 'It did not count against your free paintings. Try it again, or another style.',
};

/** By the reason in the log. */
export const failures: Readonly<Record<string, Stopped>> = {
  'engine-failed': broke,
  'photo-gone': { reason: 'The photo is erased.', remedy: 'Send it again to paint from it.' },
  stopped: { reason: 'You stopped it.', remedy: 'It did not count against your free paintings.' },
  'no-subject': { reason: 'Nobody was found to paint.', remedy: 'Try another photo.' },
};

export const askRefusals: Readonly<Record<AskRefusal, string>> = {
  'quota-used': 'That was the last free painting for today. The count starts again at midnight UTC.',
  'photo-unknown': 'There is no such photo of yours.',
  'style-unknown': 'The studio does not paint in this style or variant.',
};
