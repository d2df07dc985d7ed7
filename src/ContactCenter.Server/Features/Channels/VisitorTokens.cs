using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.DataProtection;

namespace ContactCenter.Server.Features.Channels;

/// <summary>What a token says: whose session, until when.</summary>
readonly record struct VisitorClaim(Guid SessionId, Guid ClientId, DateTimeOffset Until);

/// <summary>
/// A visitor's bearer token: session, client and end, sealed by Data Protection, so that any node reads it and nobody else
/// makes one. It travels in the Authorization header only.
/// </summary>
sealed class VisitorTokens(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);
    const string Scheme = "Bearer ";
    const int ClaimLength = 40;
    const int MaxLength = 1024;

    readonly IDataProtector protector = protection.CreateProtector("visitor");

    public string Issue(Guid sessionId, Guid clientId)
    {
        var claim = new byte[ClaimLength];
        sessionId.TryWriteBytes(claim);
        clientId.TryWriteBytes(claim.AsSpan(16));
        BinaryPrimitives.WriteInt64BigEndian(claim.AsSpan(32), (time.GetUtcNow() + Life).ToUnixTimeSeconds());
        return Base64Url.EncodeToString(protector.Protect(claim));
    }

    /// <summary>Null for whatever is not a live token of ours.</summary>
    public VisitorClaim? Read(string authorization)
    {
        if (authorization.Length > MaxLength || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = authorization.AsSpan(Scheme.Length).Trim();
        if (!Base64Url.IsValid(token)) return null;
        try
        {
            var sealedClaim = Base64Url.DecodeFromChars(token);
            // A token has one spelling: another of the same bytes would have limits of its own.
            if (!token.SequenceEqual(Base64Url.EncodeToString(sealedClaim))) return null;
            var claim = protector.Unprotect(sealedClaim);
            if (claim.Length != ClaimLength) return null;
            var until = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(claim.AsSpan(32)));
            return until > time.GetUtcNow() ? new(new(claim.AsSpan(0, 16)), new(claim.AsSpan(16, 16)), until) : null;
        }
        // Keys that cannot be read now are no verdict on the token: that stays an error and is told as 503.
        catch (CryptographicException e) when (!DatabaseFailures.IsAway(e))
        {
            return null;
        }
    }
}
