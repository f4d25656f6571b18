/** A place in what a persistent subscription reads: a revision of its stream, or a position in $all. */

export type Place = {
  /** Places of one subscription are compared by this; `live.at` is before all. */
  readonly at: number;
  /** As checkpoints, settings and statistics write it. */
  readonly text: string;
};

export const revisionPlace = (revision: number): Place => ({ at: revision, text: String(revision) });

export const positionPlace = (commit: number, prepare = commit): Place => ({
  at: commit,
  text: `C:${commit}/P:${prepare}`,
});

/** From here on only what is appended later. */
export const isLive = ({ at }: Place): boolean => at === -1;

/** @returns undefined for a text that is none */
export const parsePlace = (text: string): Place | undefined => {
  if (/^-?\d+$/.test(text)) return revisionPlace(Number(text));
  const [, commit, prepare] = /^C:(-?\d+)\/P:(-?\d+)$/.exec(text) ?? [];
  return commit === undefined ? undefined : positionPlace(Number(commit), Number(prepare));
};
