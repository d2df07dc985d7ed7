using System.Reflection;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>The journal is never erased, so nothing may get into it that a person could ask to have erased.</summary>
internal static class FactRules
{
    private static readonly HashSet<Type> Allowed =
    [
        typeof(Guid), typeof(Code), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(decimal), typeof(double),
        typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    public static IEnumerable<string> Breaches(Type fact) =>
        fact.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(p => p.Name != "EqualityContract" && !Fits(p.PropertyType))
            .Select(p => $"{fact.Name}.{p.Name} is a {p.PropertyType.Name}");

    private static bool Fits(Type type)
    {
        var one = Nullable.GetUnderlyingType(type) ?? type;
        if (one.IsEnum || Allowed.Contains(one)) return true;
        if (one.IsArray) return Fits(one.GetElementType()!);
        return one.IsGenericType && one != typeof(string) && one.GetInterfaces().Append(one)
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>) && Fits(i.GetGenericArguments()[0]));
    }
}
