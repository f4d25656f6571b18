/** serverfeatures.proto */
import { message, repeated, string, strings } from '../wire/protobuf.ts';

export const supportedMethods = message({
  methods: repeated(1, message({ method_name: string(1), service_name: string(2), features: strings(3) })),
  event_store_server_version: string(2),
});
