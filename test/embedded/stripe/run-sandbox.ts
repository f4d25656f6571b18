/** A sandbox in a process of its own, to be killed. Arguments: its folder, the shop's door. */
import { startStripeSandbox } from '../../../src/embedded/stripe/sandbox.ts';

const [, , folder = '', webhookUrl = ''] = process.argv;
const { url } = await startStripeSandbox({
  folder,
  webhookUrl,
  secretKey: 'sk_test_of_a_test',
  webhookSecret: 'whsec_of_a_test',
  token: 'the token of a test',
});
console.log(url);
