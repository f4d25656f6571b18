/** Which network an address belongs to: what is free of charge is counted by it. */
import { expect, test } from 'bun:test';
import { networkOf } from '../../src/web/quota.ts';

test('an IPv6 customer is one, whichever of their addresses they use, and however it is written', () => {
  for (const one of [
    '2001:db8::1',
    '2001:db8::a:b',
    '2001:db8:0:0:1:2:3:4',
    '2001:0DB8:0000::ffff',
    '2001:db8::1%eth0',
  ])
    expect(networkOf(one)).toBe('2001:db8:0:0');
  expect(networkOf('2001:db8:1::1')).toBe('2001:db8:1:0');
  expect(networkOf('2001:db8:0:1::1')).toBe('2001:db8:0:1');
  expect(networkOf('::1')).toBe('0:0:0:0');
});

test('IPv4 is the same by itself and within IPv6, and each address is one', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('::ffff:c000:207')).toBe('192.0.2.7');
  expect(networkOf('192.0.2.8')).not.toBe(networkOf('192.0.2.7'));
});
