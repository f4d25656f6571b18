/** A secure server, by the official client over TLS: who may come in, what they may do, and what a "no" is called. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import 'reflect-metadata';
import { AccessDeniedError, EventStoreDBClient } from '@eventstore/db-client';
import * as x509 from '@peculiar/x509';
import { authenticator } from '../../../src/embedded/event-store/authentication.ts';
import { startEventStore } from '../../../src/embedded/event-store/event-store.ts';
import { storeOf } from '../../../src/embedded/event-store/storage/store.ts';
import { openStoreFile } from '../../../src/embedded/event-store/storage/store-file.ts';
import { usersOf } from '../../../src/embedded/event-store/storage/users.ts';
import { failureOf } from '../../waiting.ts';
import { event, type Opened, openClient, typesOf } from './official-client.ts';
import { streamSettings } from './persistent/consumer.ts';
import { rawClient } from './raw-client.ts';
import { ask } from './replay.ts';

setDefaultTimeout(60_000); // the machine may be busy
const folder = mkdtempSync(join(tmpdir(), 'event-store-secure-'));
const authority = join(folder, 'ca.crt');
let certificate: { readonly key: string; readonly cert: string };
let it: Opened;

const pem = (type: string, bytes: ArrayBuffer) => x509.PemConverter.encode(bytes, type);

/** A certificate of its own authority, for this machine's names. */
const selfSigned = async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const key = pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { key, cert: made.toString('pem') };
};

beforeAll(async () => {
  x509.cryptoProvider.set(crypto);
  certificate = await selfSigned();
  writeFileSync(authority, certificate.cert);
  it = await openClient({
    tls: certificate,
    credentials: { admin: 'of the admin', ops: 'of ops' },
    as: (url) => `${url.replace('esdb://', 'esdb://admin:of%20the%20admin@')}&tlsCAFile=${authority}`,
  });
  const raw = rawClient(it.port, true);
  for (const [login_name, groups] of [
    ['ada', ['clerks']],
    ['bob', []],
  ] as const)
    await ask(
      raw,
      'Users/Create',
      { options: { login_name, password: `of ${login_name}`, full_name: login_name, groups } },
      basic('admin', 'of the admin'),
    );
  raw.close();
});
afterAll(async () => {
  await it.close();
  rmSync(folder, { recursive: true });
});

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const by = (username: string) => ({ credentials: { username, password: `of ${username}` } });
const read = (stream: string, who: string) => typesOf(it.client.readStream(stream, by(who)));
const append = (stream: string, who: string) => it.client.appendToStream(stream, event(), by(who));
const denied = async (asked: Promise<unknown>) => {
  const failure = await failureOf(asked);
  expect(failure).toBeInstanceOf(AccessDeniedError);
  expect(failure).toMatchObject({ type: 'access-denied' });
};

describe('who comes in', () => {
  test('with the right password', async () => {
    for (let time = 0; time < 20; time += 1) await append('open', 'ada');
    expect(await read('open', 'bob')).toHaveLength(20);
  });

  test('a right password is proved once and known until it is another one, a wrong one is tried each time', async () => {
    const { database, disk, close } = openStoreFile(join(folder, 'users.db'));
    const users = usersOf(storeOf(database, disk, () => undefined));
    await users.create('ada', 'first', 'Ada', []);
    const tried: string[] = [];
    const authenticate = authenticator(
      {
        ...users,
        isPassword(found, password) {
          tried.push(password);
          return users.isPassword(found, password);
        },
      },
      'of the operator',
    );
    const comesIn = async (password: string) => (await authenticate(basic('ada', password))).name;
    for (const _ of [1, 2, 3]) expect(await comesIn('first')).toBe('ada');
    for (const _ of [1, 2])
      expect(await failureOf(comesIn('second'))).toMatchObject({ status: { code: 16 } });
    const ada = users.find('ada');
    if (ada === undefined) throw new Error('nobody');
    await users.setPassword(ada, 'second', '$PasswordChanged');
    expect(await failureOf(comesIn('first'))).toMatchObject({ status: { code: 16 } });
    for (const _ of [1, 2]) expect(await comesIn('second')).toBe('ada');
    expect(tried).toEqual(['first', 'second', 'second', 'first', 'second']);
    await users.remove(ada);
    expect(await failureOf(comesIn('second'))).toMatchObject({ status: { code: 16 } });
    close();
  });

  test('not with a wrong one, nor as somebody unknown, nor as nobody', async () => {
    for (const credentials of [
      { username: 'ada', password: 'of bob' },
      { username: 'nobody', password: '' },
    ]) {
      await denied(it.client.appendToStream('open', event(), { credentials }));
      await denied(typesOf(it.client.readStream('open', { credentials })));
    }
    const raw = rawClient(it.port, true);
    const told = await ask(raw, 'Streams/Read', {
      options: {
        stream: { stream_identifier: { stream_name: 'open' }, start: {} },
        count: '1',
        no_filter: {},
        uuid_option: { string: {} },
      },
    });
    expect(told.ended).toMatchObject({ code: 7, headers: { exception: 'access-denied' } });
    raw.close();
  });

  test('not without TLS, and not with a certificate of another authority', async () => {
    const plain = EventStoreDBClient.connectionString(
      `esdb://localhost:${it.port}?tls=false&defaultDeadline=2000`,
    );
    expect(await failureOf(typesOf(plain.readStream('open')))).toBeInstanceOf(Error);
    await plain.dispose();
    const other = join(folder, 'other.crt');
    writeFileSync(other, (await selfSigned()).cert);
    const wary = EventStoreDBClient.connectionString(
      `esdb://admin:x@localhost:${it.port}?tlsCAFile=${other}&defaultDeadline=5000`,
    );
    expect(await failureOf(wary.appendToStream('open', event()))).toMatchObject({ code: 14 });
    await wary.dispose();
  });

  test('passwords outlive a restart, and those of the first users are not told anew', async () => {
    await it.restart({ credentials: { admin: 'of another admin', ops: 'of other ops' } });
    expect((await append('open', 'ada')).success).toBe(true);
    expect((await typesOf(it.client.readStream('$users'))).length).toBeGreaterThan(2);
    const credentials = { username: 'admin', password: 'of another admin' };
    await denied(typesOf(it.client.readStream('$users', { credentials })));
  });

  test('a certificate that is none is refused before anything starts', async () => {
    const { key } = await selfSigned();
    const file = join(folder, 'never.db');
    for (const tls of [
      { key, cert: certificate.cert },
      { key: 'no', cert: 'no' },
    ]) {
      const failure = await failureOf(startEventStore({ file, tls }));
      expect(failure).toMatchObject({ code: 'event-store/certificate-unusable' });
    }
  });
});

describe('who may what', () => {
  test('ordinary streams are for all, the system’s and the whole log for administrators', async () => {
    await append('ordinary', 'ada');
    expect(await read('ordinary', 'bob')).toEqual(['Happened']);
    await denied(read('$users', 'ada'));
    await denied(append('$mine', 'ada'));
    await denied(typesOf(it.client.readAll(by('ada'))));
    await denied(typesOf(it.client.readAll(by('bob'))));
    expect((await typesOf(it.client.readAll())).length).toBeGreaterThan(8);
  });

  test('a list says who reads, writes and deletes, by name and by group', async () => {
    const acl = {
      readRoles: ['clerks'],
      writeRoles: ['bob'],
      deleteRoles: ['$admins'],
      metaReadRoles: ['$admins'],
      metaWriteRoles: ['$admins'],
    };
    await it.client.setStreamMetadata('guarded', { acl });
    await denied(append('guarded', 'ada'));
    await append('guarded', 'bob');
    expect(await read('guarded', 'ada')).toEqual(['Happened']);
    await denied(read('guarded', 'bob'));
    await denied(it.client.deleteStream('guarded', by('bob')));
    await denied(it.client.tombstoneStream('guarded', by('ada')));
    await denied(it.client.getStreamMetadata('guarded', by('ada')));
    await denied(it.client.setStreamMetadata('guarded', {}, by('bob')));
    const { metadata } = await it.client.getStreamMetadata('guarded');
    expect(metadata).toMatchObject({ acl });
  });

  test('what may not be written is refused by itself: other appends of that call go on', async () => {
    await it.client.setStreamMetadata('closed', { acl: { writeRoles: [] } });
    const raw = rawClient(it.port, true);
    const batch = (stream_name: string, name: string) => ({
      correlation_id: { string: crypto.randomUUID() },
      options: { stream_identifier: { stream_name }, any: {} },
      proposed_messages: [
        {
          ...{ id: { string: crypto.randomUUID() }, data: '{}', custom_metadata: '' },
          metadata: { type: name, 'content-type': 'application/json' },
        },
      ],
      is_final: true,
    });
    const batches = [batch('parts', 'One'), batch('closed', 'Two'), batch('parts', 'Three')];
    const { messages } = await ask(raw, 'Streams/BatchAppend', batches, basic('ada', 'of ada'));
    raw.close();
    const answers = batches.map(({ correlation_id }) =>
      messages.filter((message) => isDeepStrictEqual(message['correlation_id'], correlation_id)),
    );
    expect(answers).toMatchObject([
      [{ success: expect.anything() }],
      [{ error: { code: 'PERMISSION_DENIED' } }],
      [{ success: expect.anything() }],
    ]);
    expect(await read('parts', 'ada')).toEqual(['One', 'Three']);
  });

  test('what is said of all streams holds until it is changed, or deleted', async () => {
    const settings = (roles: readonly string[]) => event('$settings', { $userStreamAcl: { $r: roles } });
    await append('plain', 'bob');
    await it.client.appendToStream('$settings', settings(['clerks']));
    expect(await read('plain', 'ada')).toEqual(['Happened']);
    await denied(read('plain', 'bob'));
    await it.client.appendToStream('$settings', settings(['bob']));
    await denied(read('plain', 'ada'));
    expect(await read('plain', 'bob')).toEqual(['Happened']);
    await it.client.deleteStream('$settings');
    expect(await read('plain', 'ada')).toEqual(['Happened']);
  });

  test('persistent subscriptions are made by operators', async () => {
    const create = (who: string) =>
      it.client.createPersistentSubscriptionToStream('ordinary', `of-${who}`, streamSettings(), by(who));
    await denied(create('ada'));
    await create('ops');
  });
});
