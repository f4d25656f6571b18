/** event_store.client.server_features.ServerFeatures: what this server can do, so that clients know what to ask. */
import { supportedMethods } from '../messages/server-features.ts';
import { empty } from '../messages/shared.ts';
import { type Service, unary } from '../wire/call.ts';

export const serverVersion = '23.10.6';

/** Methods that clients ask about by their features. */
const features: { readonly [method: string]: readonly string[] } = {
  'event_store.client.streams.streams/read': ['position', 'events'],
  'event_store.client.streams.streams/batchappend': ['deadline_duration'],
};
const persistentSubscriptions = 'event_store.client.persistent_subscriptions.persistentsubscriptions';

/** @param services all of this server's, this one excepted */
export const serverFeatures = (services: readonly Service[]): Service => {
  const name = 'event_store.client.server_features.ServerFeatures';
  const methods = [
    ...services.flatMap((service) =>
      Object.keys(service.methods).map((method) => described(service.name, method)),
    ),
    described(name, 'GetSupportedMethods'),
  ];
  return {
    name,
    methods: {
      GetSupportedMethods: unary(empty, supportedMethods, () => ({
        methods,
        event_store_server_version: serverVersion,
      })),
    },
  };
};

const described = (service: string, method: string) => {
  const [service_name, method_name] = [service.toLowerCase(), method.toLowerCase()];
  const known =
    service_name === persistentSubscriptions ? ['stream', 'all'] : features[`${service_name}/${method_name}`];
  return { service_name, method_name, features: known ?? [] };
};
