/** A process with an object storage of its own, to be killed: `hold.ts <folder>`. */
import { startObjectStorage } from '../../../src/embedded/object-storage/object-storage.ts';

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const { url } = await startObjectStorage({
  folder: process.argv[2] ?? '',
  buckets: ['blobs'],
  ...credentials,
});
console.log(url);
