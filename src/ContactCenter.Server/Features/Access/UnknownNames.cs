using System.Security.Cryptography;
using System.Text;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// Counts guesses at names that are nobody's as the rows of users count theirs, so that a lockout does not tell which
/// names exist. Kept by this process only, by their hashes (a name may be of any length), and for a bounded number of names: beyond
/// it all are forgotten.
/// </summary>
sealed class UnknownNames
{
    const int AtMost = 10_000;

    readonly Lock gate = new();
    readonly Dictionary<string, (int Failed, DateTimeOffset LockedUntil)> names = new(StringComparer.Ordinal);

    /// <summary>True when the answer is that the name is locked out.</summary>
    public bool Failed(string name, DateTimeOffset now)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        lock (gate)
        {
            var (failed, until) = names.GetValueOrDefault(key);
            if (until > now) return true;
            if (names.Count >= AtMost) names.Clear();
            names[key] = ++failed < User.AttemptsBeforeLockout ? (failed, default) : (0, now + User.Lockout);
            return failed == User.AttemptsBeforeLockout;
        }
    }
}
