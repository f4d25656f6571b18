/** Who may do what: the server's defaults, access control lists, and metadata streams, which ask for rights of their own. */
import { describe, expect, test } from 'bun:test';
import {
  anonymous,
  mayOnStream,
  mayOperate,
  type Principal,
  type StreamAction,
  subjectOf,
  system,
} from '../../../../src/embedded/event-store/semantics/access.ts';
import {
  parseMetadata,
  parseSettings,
} from '../../../../src/embedded/event-store/semantics/stream-metadata.ts';

const ada: Principal = { name: 'ada', groups: ['readers'] };
const ops: Principal = { name: 'ops', groups: ['$ops'] };
const may = (who: Principal, action: StreamAction, stream: string, acl?: object) =>
  mayOnStream(
    who,
    subjectOf(stream, action),
    acl === undefined ? undefined : parseMetadata(Buffer.from(JSON.stringify({ $acl: acl })), true).acl,
  );

describe('without an access control list', () => {
  test('whom the server knows may use ordinary streams and their metadata', () => {
    for (const action of ['read', 'write', 'delete'] as const) expect(may(ada, action, 'order-1')).toBe(true);
    expect(may(ada, 'write', '$$order-1')).toBe(true);
    expect(may(anonymous, 'read', 'order-1')).toBe(false);
  });

  test('streams of the system, and all of the log, are for administrators', () => {
    for (const stream of ['$all', '$streams', '$ce-order', '$$$ce-order']) {
      expect(may(ada, 'read', stream)).toBe(false);
      expect(may(ops, 'read', stream)).toBe(false);
      expect(may(system, 'read', stream)).toBe(true);
    }
  });

  test('operators operate', () => {
    expect([ada, ops, system, anonymous].map(mayOperate)).toEqual([false, true, true, false]);
  });
});

describe('with one', () => {
  test('a right is for those who are named, by name or group', () => {
    expect(may(ada, 'read', 'order-1', { $r: 'ada' })).toBe(true);
    expect(may(ada, 'read', 'order-1', { $r: ['bob', 'readers'] })).toBe(true);
    expect(may(ada, 'read', 'order-1', { $r: ['bob'] })).toBe(false);
    expect(may(ada, 'read', 'order-1', { $r: [] })).toBe(false);
    expect(may(ada, 'read', '$ce-order', { $r: '$all' })).toBe(true);
  });

  test('other rights are as they were', () => {
    expect(may(ada, 'write', 'order-1', { $r: 'bob' })).toBe(true);
  });

  test('a metadata stream asks for the rights to metadata, and never for that to delete', () => {
    const acl = { $r: 'bob', $w: 'bob', $d: 'bob', $mr: 'ada', $mw: [] };
    expect(may(ada, 'read', '$$order-1', acl)).toBe(true);
    expect(may(ada, 'write', '$$order-1', acl)).toBe(false);
    expect(may(ada, 'delete', '$$order-1', acl)).toBe(false);
  });

  test('administrators may, all the same', () => {
    expect(may(system, 'write', 'order-1', { $w: [] })).toBe(true);
  });
});

describe('where the settings say otherwise', () => {
  const settings = { $userStreamAcl: { $w: 'bob' }, $systemStreamAcl: { $r: '$all' } };
  const defaults = () => parseSettings(Buffer.from(JSON.stringify(settings)));
  const may = (action: StreamAction, stream: string, acl?: object) =>
    mayOnStream(
      ada,
      subjectOf(stream, action),
      acl && parseMetadata(Buffer.from(JSON.stringify({ $acl: acl })), true).acl,
      defaults,
    );

  test('a stream without a list of its own is as they say, and a right that they leave open as ever', () => {
    expect(may('write', 'order-1')).toBe(false);
    expect(may('read', 'order-1')).toBe(true);
    expect(may('read', '$ce-order')).toBe(true);
    expect(may('write', '$ce-order')).toBe(false);
  });

  test('its own list stands before them', () => {
    expect(may('write', 'order-1', { $w: 'ada' })).toBe(true);
    expect(may('write', 'order-1', { $r: 'ada' })).toBe(false);
  });

  test('settings that cannot be read say nothing', () => {
    for (const odd of ['no JSON', '{"$userStreamAcl":5}'])
      expect(parseSettings(Buffer.from(odd))).toEqual({ user: undefined, system: undefined });
  });
});
