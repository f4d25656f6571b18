/** A signing certificate for provenance, made for this process where the shop brings none. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Signer } from '../process/protocol.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
/** Document signing under e-mail protection: one of the purposes that C2PA admits for claim signers. */
const emailProtection = '1.3.6.1.5.5.7.3.4';

/** A chain of two: C2PA refuses a signer that signed itself. @param at when it begins to be valid, less a day */
export async function makeSigner(at: Date): Promise<Signer> {
  x509.cryptoProvider.set(crypto);
  const [caKeys, keys] = await Promise.all([newKeys(), newKeys()]);
  const validity = {
    notBefore: new Date(at.getTime() - day),
    notAfter: new Date(at.getTime() + 3650 * day),
    signingAlgorithm: algorithm,
  };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '01', name: 'CN=Portrait123 Studio Root, O=Portrait123', ...validity, keys: caKeys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...{
      serialNumber: '02',
      subject: 'CN=Portrait123 Studio, O=Portrait123',
      issuer: ca.subject,
      ...validity,
    },
    ...{ publicKey: keys.publicKey, signingKey: caKeys.privateKey },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([emailProtection], false),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  return { key, certificates: [leaf.toString('pem'), ca.toString('pem')] };
}

const newKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
