/** `--demo`: the sample photo is sent as a visitor would send it, so that there is something to look at. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const photo = new URL('../web/assets/samples/astronaut-whole-700.webp', import.meta.url);
const styles = ['impressionist', 'engraving', 'pop-art'];

const Answer = z.object({ location: z.string() });

/** @returns the address of the studio in which the sample is painted */
export async function paintDemo(url: string, publicUrl: string): Promise<string> {
  const form = new FormData();
  form.set('photo', new Blob([new Uint8Array(await readFile(photo))]), 'sample.webp');
  for (const style of styles) form.append('style', style);
  const declared = { subject: 'person', mine: 'on', age: 'on', country: 'DE' };
  for (const [name, value] of Object.entries(declared)) form.set(name, value);
  const headers = { accept: 'application/json' };
  const answer = await fetch(`${url}/create`, { method: 'POST', headers, body: form });
  return `${publicUrl}${Answer.parse(await answer.json()).location}`;
}
