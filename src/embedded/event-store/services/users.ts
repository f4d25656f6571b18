/** event_store.client.users.Users */
import { empty } from '../messages/shared.ts';
import { changePasswordReq, createReq, detailsResp, loginReq, resetPasswordReq } from '../messages/users.ts';
import type { Principal } from '../semantics/access.ts';
import type { StoredUser, Users } from '../storage/users.ts';
import { type Call, type Method, type Service, serverStream, unary } from '../wire/call.ts';
import type { Written } from '../wire/protobuf.ts';
import { code, ok, RpcError } from '../wire/status.ts';
import { requireAdmin } from './access.ts';
import { accessDeniedError, handlerError } from './errors.ts';

export const users = (known: Users): Service => ({
  name: 'event_store.client.users.Users',
  methods: {
    Create: unary(createReq, empty, async ({ options }, { caller }) => {
      requireAdmin(caller);
      const { login_name: login, password, full_name: name, groups } = required(options);
      if (login === '') throw handlerError();
      const found = known.find(login);
      // created again with the same content, a user is as it was
      if (found === undefined) await known.create(login, password, name, groups);
      else if (!(await isAsTold(known, found, password, name, groups))) throw conflict(login);
      return {};
    }),
    Update: unary(createReq, empty, async ({ options }, { caller }) => {
      requireAdmin(caller);
      const { login_name: login, full_name: fullName, groups } = required(options);
      await known.change(mustFind(known, login), { fullName, groups: [...groups] }, '$UserUpdated');
      return {};
    }),
    Delete: onOne(known, (found) => known.remove(found)),
    Disable: onOne(known, (found) => known.change(found, { disabled: true }, '$UserUpdated')),
    Enable: onOne(known, (found) => known.change(found, { disabled: false }, '$UserUpdated')),
    Details: details(known),
    ChangePassword: unary(changePasswordReq, empty, async ({ options }, { caller }) => {
      const { login_name: login, current_password: current, new_password: next } = required(options);
      requireSelfOrAdmin(caller, login);
      const found = mustFind(known, login);
      if (!(await known.isPassword(found, current))) throw accessDeniedError();
      await known.setPassword(found, next, '$PasswordChanged');
      return {};
    }),
    ResetPassword: unary(resetPasswordReq, empty, async ({ options }, { caller }) => {
      requireAdmin(caller);
      const { login_name: login, new_password: next } = required(options);
      await known.setPassword(mustFind(known, login), next, '$UserUpdated');
      return {};
    }),
  },
});

/** On an insecure server the original never answers these calls; here they end when the client stops waiting. */
export const silentUsers: Service = {
  name: 'event_store.client.users.Users',
  methods: Object.fromEntries(
    ['Create', 'Update', 'Delete', 'Disable', 'Enable', 'Details', 'ChangePassword', 'ResetPassword'].map(
      (name) => [
        name,
        (call: Call) =>
          call.receive(
            () => undefined,
            () => undefined,
          ),
      ],
    ),
  ),
};

const required = <T>(options: T | undefined): T => {
  if (options === undefined) throw handlerError();
  return options;
};

const mustFind = (known: Users, login: string): StoredUser => {
  const found = known.find(login);
  if (found !== undefined) return found;
  throw new RpcError(code.notFound, `User '${login}' is not found.`, {
    exception: 'user-not-found',
    'login-name': login,
  });
};

const conflict = (login: string) =>
  new RpcError(code.failedPrecondition, 'Conflict.', {
    exception: 'user-conflict',
    'login-name': login,
  });

const isAsTold = async (
  known: Users,
  found: StoredUser,
  password: string,
  name: string,
  groups: readonly string[],
): Promise<boolean> =>
  found.fullName === name &&
  found.groups.join('\n') === groups.join('\n') &&
  (await known.isPassword(found, password));

const requireSelfOrAdmin = (caller: Principal, login: string): void => {
  if (caller.name !== login) requireAdmin(caller);
};

const onOne = (known: Users, change: (found: StoredUser) => Promise<void>): Method =>
  unary(loginReq, empty, async ({ options }, { caller }) => {
    requireAdmin(caller);
    await change(mustFind(known, required(options).login_name));
    return {};
  });

/** One message per user: all of them, if none is named. */
const details = (known: Users): Method =>
  serverStream(loginReq, async ({ options }, call) => {
    const login = options?.login_name ?? '';
    requireSelfOrAdmin(call.caller, login);
    const found = login === '' ? known.all() : [mustFind(known, login)];
    for (const user of found) call.send(detailsResp.encode(detailsOf(user)));
    call.end(ok);
  });

const detailsOf = ({
  loginName,
  fullName,
  groups,
  disabled,
  updatedUs,
}: StoredUser): Written<typeof detailsResp> => ({
  user_details: {
    login_name: loginName,
    full_name: fullName,
    groups,
    disabled,
    last_updated: { ticks_since_epoch: BigInt(updatedUs) * 10n },
  },
});
