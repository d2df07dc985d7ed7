import { getRouteApi } from '@tanstack/react-router';
import { InvitePage } from '@/features/session/invite-page';
import { SignInPage } from '@/features/session/sign-in-page';

// The pages of people who are not signed in, with what their addresses say.

const signIn = getRouteApi('/sign-in');
const invite = getRouteApi('/invite');

export function SignIn() {
  const { next, expired } = signIn.useSearch();
  const navigate = signIn.useNavigate();
  return <SignInPage expired={expired === true} onSignedIn={() => void navigate({ href: next ?? '/', replace: true })} />;
}

export function Invite() {
  const { user, token } = invite.useSearch();
  return <InvitePage userId={user} token={token} />;
}
