/** Who asks, and what they may do: EventStoreDB's users, groups and access control lists. */
import {
  type DefaultAcls,
  isMetadataStream,
  noDefaults,
  type Right,
  type StreamAcl,
  streamOfMetadata,
} from './stream-metadata.ts';

export type Principal = {
  /** undefined: anonymous */
  readonly name: string | undefined;
  readonly groups: readonly string[];
};

export const anonymous: Principal = { name: undefined, groups: [] };

/** Everybody on an insecure server; and whoever can read the token beside the file: the user who runs the server. */
export const system: Principal = { name: 'system', groups: ['$admins'] };

const admins = '$admins';
const operators = '$ops';
/** In an access control list: everybody whom the server knows. */
const everybody = '$all';

export const isKnown = ({ name }: Principal): boolean => name !== undefined;
export const isAdmin = ({ groups }: Principal): boolean => groups.includes(admins);
export const mayOperate = (principal: Principal): boolean =>
  isAdmin(principal) || principal.groups.includes(operators);

/** What is asked of a stream; of a metadata stream, what is asked of the stream that it describes. */
export type StreamAction = 'read' | 'write' | 'delete';

export type Subject = { readonly stream: string; readonly right: Right };

export const subjectOf = (stream: string, action: StreamAction): Subject => {
  if (!isMetadataStream(stream)) return { stream, right: action };
  return { stream: streamOfMetadata(stream), right: action === 'read' ? 'metaRead' : 'metaWrite' };
};

/**
 * @param acl the stream's own; a right that it does not name is as the server has it by default
 * @param defaults asked only where they matter
 */
export const mayOnStream = (
  principal: Principal,
  { stream, right }: Subject,
  acl: StreamAcl | undefined,
  defaults: () => DefaultAcls = () => noDefaults,
): boolean => {
  if (isAdmin(principal)) return true;
  if (principal.name === undefined) return false;
  const isSystem = stream.startsWith('$');
  const byDefault = acl?.[right] === undefined ? defaults()[isSystem ? 'system' : 'user'] : undefined;
  const roles = acl?.[right] ?? byDefault?.[right] ?? [isSystem ? admins : everybody];
  return roles.some(
    (role) => role === everybody || role === principal.name || principal.groups.includes(role),
  );
};
