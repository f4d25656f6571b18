/** What the desks ask of the log and of the machinery, beyond what a page of the shop needs. Main supplies it. */
import type { RecordedEvent } from '../../eventsourcing/event-store.ts';
import type { RebuildProgress, Rebuilt } from '../../eventsourcing/rebuild.ts';
import type { Verified } from '../../notary/verification.ts';
import type { Rotation } from '../../personal-data/key-rotation.ts';
import type { KeyStatus } from '../../personal-data/key-status.ts';

/** The last signed word on the log; null before there is any. */
export type Witnessed = { readonly size: number; readonly root: string; readonly signedBy: string };

/** The log held against its signed tree, by the one function that `audit verify` uses. */
export type Verification = Verified & {
  readonly at: string;
  readonly tookMs: number;
  readonly witnessed: Witnessed | null;
};

export type Auditing = {
  /** One stream, oldest first. */
  readonly recorded: (stream: string) => Promise<readonly RecordedEvent[]>;
  /** The whole log, oldest first. */
  readonly everything: () => AsyncIterable<RecordedEvent>;
  /** The last verification, if there was one; a new one is begun when that is older than a minute. */
  readonly verification: () => Promise<Verification | undefined>;
};

/** A rebuild that was begun here: under way, or how it ended. */
export type Rebuilding =
  | {
      readonly is: 'under-way';
      readonly progress: RebuildProgress | undefined;
      readonly begunAt: string;
    }
  | { readonly is: 'ended'; readonly rebuilt: Rebuilt; readonly at: string }
  | { readonly is: 'aborted' | 'failed'; readonly because: string; readonly at: string };

export type Service = {
  readonly name: string;
  readonly where: string;
  readonly isUp: boolean;
  readonly simulated: boolean;
};

export type Upkeep = {
  /** The oldest event that a reader has not passed; undefined if it has passed all. */
  readonly firstAfter: (position: bigint) => Promise<RecordedEvent | undefined>;
  /** Begins at once, and goes on after the answer. @returns false if one is under way */
  readonly rebuild: (readModel: string, anyway: boolean) => boolean;
  readonly rebuildings: () => ReadonlyMap<string, Rebuilding>;
  readonly abort: (readModel: string) => Promise<'dropped' | 'taken-back' | 'nothing'>;
  readonly retryJobs: (queue: string) => Promise<number>;
  readonly keys: () => Promise<KeyStatus>;
  /** The key that wraps all others is another one from now on, and the old one destroyed. */
  readonly rotateKeys: () => Promise<Rotation>;
  /** Whether somebody listens there; nothing is asked of them. */
  readonly companies: () => Promise<readonly Service[]>;
};

export type Desks = { readonly auditing: Auditing; readonly upkeep: Upkeep };
