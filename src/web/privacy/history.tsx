/** `/account/privacy/history`: who opened or received what, why, on which ground, and when. */
import { Log } from '../components/axes.tsx';
import { PageHead } from '../components/layout.tsx';
import { Empty } from '../components/notes.tsx';
import type { LogEntry } from '../components/shapes.ts';

export const HistoryPage = ({ entries }: { readonly entries: readonly LogEntry[] }) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Who opened or received it"
      lede="Openings by the shop itself are gathered per hour; a crash can lose up to 60 seconds of them. What leaves the shop, and what a person of ours looks at, is written down first."
      over={
        <p class="s">
          <a href="/account/privacy">What we hold about you</a>
        </p>
      }
    />
    {entries.length === 0 ? (
      <Empty title="Nobody yet" says="Nothing of yours was opened, and nobody received any of it." />
    ) : (
      <Log of={entries} />
    )}
  </div>
);
