/** A wire to a server on this machine, which can be cut, or fall silent, and be mended. */
import { connect, createServer, type Socket } from 'node:net';

export type Wire = {
  readonly port: number;
  /** Whoever speaks is cut off, and nobody gets through. */
  cut(): void;
  /** What is sent is taken, and nothing comes back. */
  silence(): void;
  mend(): void;
  /** Falls silent as soon as somebody says these words: before they are there, or after. Comes when that is so. */
  silenceAt(words: string, when: 'before' | 'after'): Promise<void>;
};

/** @param to the port of a server on this machine */
export async function wireTo(to: number): Promise<Wire & { stop(): void }> {
  let is: 'whole' | 'cut' | 'silent' = 'whole';
  let listening: { readonly words: string; readonly when: string; met(): void } | undefined;
  const ends = new Set<Socket>();
  const pass = (bytes: Buffer, to: Socket, isAsked: boolean) => {
    const heard = isAsked && is === 'whole' && bytes.includes(listening?.words ?? '') ? listening : undefined;
    if (is === 'whole' && heard?.when !== 'before') to.write(bytes);
    if (heard === undefined) return;
    is = 'silent';
    listening = undefined;
    heard.met();
  };
  const server = createServer((near) => {
    if (is === 'cut') return void near.resetAndDestroy();
    const far = connect({ host: '127.0.0.1', port: to });
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      ends.add(one);
      one.on('data', (bytes) => pass(bytes, other, one === near));
      one.on('error', () => {});
      one.on('close', () => {
        ends.delete(one);
        other.end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const hangUp = () => {
    for (const end of ends) end.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      is = 'cut';
      hangUp();
    },
    silence() {
      is = 'silent';
    },
    mend() {
      if (is === 'silent') hangUp(); // what was said meanwhile is lost
      is = 'whole';
    },
    silenceAt: (words, when) =>
      new Promise((met) => {
        listening = { words, when, met };
      }),
    stop() {
      server.close();
      hangUp();
    },
  };
}
