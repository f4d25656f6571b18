/** An event store in a process of its own, to be killed: `stuck-store.ts <file> <port>`. Says its port, and why it stops. */
import { startEventStore } from '../../src/embedded/event-store/event-store.ts';

const [file = '', port = '0'] = process.argv.slice(2);
const onFailure = ({ code }: { readonly code: string }) => console.log(code);
console.log((await startEventStore({ file, port: Number(port), onFailure })).port);
