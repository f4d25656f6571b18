/** Who asks, and what they may do (EventStoreDB's users and access control lists). */

export type Principal = {
  /** undefined: anonymous */
  readonly name: string | undefined;
  readonly groups: readonly string[];
};

export const anonymous: Principal = { name: undefined, groups: [] };

/** Whoever can read the token beside the file: the user who runs the server. */
export const operator: Principal = { name: 'system', groups: ['$admins', '$ops'] };
