/** Who paints: the studio by itself, or a company by its wire, inside the studio's engine. */
import type { Config } from '../config.ts';
import { openaiPainter } from '../providers/openai.ts';
import { hostedEngine, type Painter } from '../providers/painting/hosted-engine.ts';
import { replicatePainter } from '../providers/replicate.ts';
import { type Engine, startEngine } from '../studio/engine.ts';

type Asked = Pick<
  Config,
  | 'PORTRAIT_ENGINE'
  | `REPLICATE_${'API_TOKEN' | 'MODEL' | 'URL' | 'WEBHOOK_SECRET'}`
  | `OPENAI_${'API_KEY' | 'MODEL' | 'URL'}`
>;

/** @param publicUrl where a company reaches the shop: it tells nobody who has no https */
export async function startPainting(config: Asked, publicUrl: string): Promise<Engine> {
  const here = await startEngine();
  const painter = painterFor(config, publicUrl);
  return painter === undefined ? here : hostedEngine(here, painter);
}

function painterFor(config: Asked, publicUrl: string): Painter | undefined {
  const { REPLICATE_API_TOKEN: token, OPENAI_API_KEY: key, REPLICATE_WEBHOOK_SECRET: secret } = config;
  if (config.PORTRAIT_ENGINE === 'openai' && key !== undefined)
    return openaiPainter({ key, model: config.OPENAI_MODEL, baseUrl: config.OPENAI_URL });
  if (config.PORTRAIT_ENGINE !== 'replicate' || token === undefined) return undefined;
  const url = `${publicUrl}/webhooks/replicate`;
  const webhook = secret !== undefined && url.startsWith('https:') ? { url, secret } : undefined;
  return replicatePainter({ token, model: config.REPLICATE_MODEL, baseUrl: config.REPLICATE_URL, webhook });
}
