import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api, keepAntiforgeryOf } from '@/shared/api/client';
import { useProblemText } from '@/shared/ui/use-problem-text';

export function useSignOut(): () => void {
  const problemText = useProblemText();
  const signOut = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      keepAntiforgeryOf(null);
      // A full load leaves nothing of this user in the page's memory. Until it comes the screen stays as it was: what it
      // shows must not lose its session under it.
      window.location.assign('/sign-in');
    },
    onError: (error) => notifications.show({ color: 'red', message: problemText(error) }),
  });
  return () => { signOut.mutate(); };
}
