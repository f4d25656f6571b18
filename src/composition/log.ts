/** The log: lines of JSON in a file of the data folder, for whoever runs the shop. Nothing personal reaches it. */
import { join } from 'node:path';
import pino from 'pino';
import type { Config } from '../config.ts';
import type { Log } from '../web/shop.ts';

export type ShopLog = Log & { warn(about: object, says: string): void; flush(): void };

export function openLog(
  folder: string,
  role: string,
  { LOG_LEVEL: level }: Pick<Config, 'LOG_LEVEL'>,
): ShopLog {
  const destination = pino.destination({ dest: join(folder, 'shop.log'), mode: 0o600, sync: false });
  const log = pino({ level, base: { role } }, destination);
  return {
    info: (about, says) => log.info(about, says),
    warn: (about, says) => log.warn(about, says),
    error: (about, says) => log.error(about, says),
    flush: () => log.flush(),
  };
}
