/** What people read when a painting stops. */
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
  declined: {
    reason: 'The company that paints for us will not paint this photo, by its own rules.',
    remedy: 'It did not count against your free paintings. Try another photo.',
  },
  'no-subject': { reason: 'Nobody was found to paint.', remedy: 'Try another photo.' },
};
