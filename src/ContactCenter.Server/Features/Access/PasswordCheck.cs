using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Features.Access;

/// <summary>Hashing, checking and judging passwords with Identity's parts.</summary>
sealed class PasswordCheck(IPasswordHasher<User> hasher)
{
    // Longer ones are no safer and cost work.
    const int AtMost = 256;
    static readonly string NobodysHash = new PasswordHasher<User>().HashPassword(null!, "nobody's");

    /// <summary>Takes the same time whether there is a hash or not.</summary>
    public bool Fits(string? hash, string password)
    {
        var fits = hasher.VerifyHashedPassword(null!, hash ?? NobodysHash, password.Length <= AtMost ? password : "") != PasswordVerificationResult.Failed;
        return fits && hash is not null && password.Length is > 0 and <= AtMost;
    }

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Null when it may be used.</summary>
    public static async Task<Problem?> Judge(UserManager<User> users, User user, string password, string field)
    {
        if (password.Length > AtMost) return Problem.Invalid(field, $"At most {AtMost} characters.");
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, password);
            if (!result.Succeeded) return Problem.Invalid(field, string.Join(' ', result.Errors.Select(e => e.Description)));
        }
        return null;
    }
}
