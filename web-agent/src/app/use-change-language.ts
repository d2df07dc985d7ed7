import { notifications } from '@mantine/notifications';
import { ApiProblem } from '@/shared/api/problem';
import { chooseLanguage, type Language } from '@/shared/i18n/i18n';
import { useProblemText } from '@/shared/ui/use-problem-text';

export function useChangeLanguage(): (language: Language) => void {
  const problemText = useProblemText();
  return (language) => {
    // Its texts come from the server, which may be out of reach: then the language stays.
    chooseLanguage(language).catch(() => {
      notifications.show({ color: 'red', message: problemText(new ApiProblem(0, null)) });
    });
  };
}
