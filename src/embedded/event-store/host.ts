/** The server's certificate, and under which name of this machine clients find the server: one that it holds for. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { CannotStart } from '../cannot-start.ts';

const [address, name] = ['127.0.0.1', 'localhost'];

/** @param certificate PEM; undefined without TLS */
export const gossipHost = (certificate: string | undefined): string =>
  certificate === undefined || new X509Certificate(certificate).checkIP(address) !== undefined
    ? address
    : name;

/**
 * Keep-alive is the only end that a client's batch append has when a server freezes. With TLS the name is preferred:
 * not every client takes an address as the name of a server.
 */
export const connectionStringOf = (port: number, certificate: string | undefined): string => {
  const isNamed = certificate !== undefined && new X509Certificate(certificate).checkHost(name) !== undefined;
  const tls = certificate !== undefined;
  return `esdb://${isNamed ? name : address}:${port}?tls=${tls}&keepAliveInterval=10000&keepAliveTimeout=5000`;
};

export type Certificate = { readonly key: string; readonly cert: string };

/** @throws CannotStart when the two are no certificate and its key */
export const checkCertificate = ({ key, cert }: Certificate): void => {
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return;
  } catch (error) {
    throw unusable('they are not in PEM form', error);
  }
  throw unusable('the key is that of another certificate');
};

const unusable = (why: string, cause?: unknown) =>
  new CannotStart(
    'event-store/certificate-unusable',
    `certificate and key cannot be used: ${why}`,
    'give a certificate and its private key, both in PEM form',
    cause,
  );
