/** users.proto */
import { bool, int64, message, string, strings, sub } from '../wire/protobuf.ts';

/** CreateReq and UpdateReq */
export const createReq = message({
  options: sub(
    1,
    message({ login_name: string(1), password: string(2), full_name: string(3), groups: strings(4) }),
  ),
});

/** DeleteReq, EnableReq, DisableReq and DetailsReq */
export const loginReq = message({ options: sub(1, message({ login_name: string(1) })) });

export const detailsResp = message({
  user_details: sub(
    1,
    message({
      login_name: string(1),
      full_name: string(2),
      groups: strings(3),
      last_updated: sub(4, message({ ticks_since_epoch: int64(1) })),
      disabled: bool(5),
    }),
  ),
});

export const changePasswordReq = message({
  options: sub(1, message({ login_name: string(1), current_password: string(2), new_password: string(3) })),
});
export const resetPasswordReq = message({
  options: sub(1, message({ login_name: string(1), new_password: string(2) })),
});
