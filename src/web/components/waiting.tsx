/** A page that waits looks again by itself, with script or (by the document's `refreshSeconds`) without. */
import { Island } from './island.tsx';

export const LookAgain = ({ seconds = 3 }: { seconds?: number }) => (
  <Island name="reload" given={{ seconds }}>
    {null}
  </Island>
);
