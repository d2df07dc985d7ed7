using System.Globalization;

namespace ContactCenter.Routing;

/// <summary>A skill and a level: in a <see cref="Lane"/> the least level asked for, in a <see cref="Profile"/> the level an agent has.</summary>
/// <param name="Skill">The skill's key. A language is a skill. Compared exactly, case included.</param>
/// <param name="Level">1 or more.</param>
public sealed record SkillLevel(string Skill, int Level);

/// <summary>
/// One exact requirement: client, channel and skills with least levels. Work items of one lane wait in one line,
/// because whoever may take one of them may take any of them.
/// </summary>
public sealed record Lane
{
    /// <summary>Creates a lane; skills named twice count with their highest level.</summary>
    /// <exception cref="ArgumentException">The channel or a skill is empty, or a level is below 1.</exception>
    public Lane(Guid clientId, string channel, IReadOnlyList<SkillLevel> skills)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ClientId = clientId;
        Channel = channel;
        Skills = CanonicalName.Skills(skills);
        Name = string.Join('/', CanonicalName.Id(clientId), CanonicalName.Text(channel), CanonicalName.Of(Skills));
    }

    /// <summary>The company whose customer waits.</summary>
    public Guid ClientId { get; }

    /// <summary>The channel's name, such as <c>chat</c> or <c>voice</c>.</summary>
    public string Channel { get; }

    /// <summary>Skills with least levels, ordered by skill; may be empty.</summary>
    public IReadOnlyList<SkillLevel> Skills { get; }

    /// <summary>Canonical text <c>client/channel/skill:level,skill:level</c>: two lanes are the same lane if their names are equal.</summary>
    public string Name { get; }

    /// <summary>Equal by <see cref="Name"/>.</summary>
    public bool Equals(Lane? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The lane of that <see cref="Name"/>.</summary>
    /// <exception cref="FormatException">It is not a lane's name.</exception>
    public static Lane Parse(string name)
    {
        var parts = name.Split('/');
        return new Lane(
            Guid.ParseExact(parts[0], "D"),
            Uri.UnescapeDataString(parts[1]),
            CanonicalName.ParseSkills(parts[2]));
    }
}

/// <summary>
/// One exact ability: the clients, channels and skills of an agent. Agents with the same profile share an index,
/// so whether a profile fits a lane is worked out once and not for every work item.
/// </summary>
public sealed record Profile
{
    /// <summary>Creates a profile; duplicates are dropped, a skill named twice counts with its highest level.</summary>
    /// <exception cref="ArgumentException">A channel or a skill is empty, or a level is below 1.</exception>
    public Profile(IReadOnlyList<Guid> clients, IReadOnlyList<string> channels, IReadOnlyList<SkillLevel> skills)
    {
        foreach (var channel in channels) ArgumentException.ThrowIfNullOrEmpty(channel, nameof(channels));
        Clients = [.. clients.Distinct().OrderBy(CanonicalName.Id, StringComparer.Ordinal)];
        Channels = [.. channels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Skills = CanonicalName.Skills(skills);
        Name = string.Join(
            '/',
            string.Join(',', Clients.Select(CanonicalName.Id)),
            string.Join(',', Channels.Select(CanonicalName.Text)),
            CanonicalName.Of(Skills));
    }

    /// <summary>The clients the agent may serve, ordered.</summary>
    public IReadOnlyList<Guid> Clients { get; }

    /// <summary>The channels the agent works on, ordered.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>The agent's skills with their levels, ordered by skill.</summary>
    public IReadOnlyList<SkillLevel> Skills { get; }

    /// <summary>Canonical text <c>client,client/channel,channel/skill:level,skill:level</c>: two profiles are the same if their names are equal.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether an agent of this profile may take work of <paramref name="lane"/>: serves its client, works on its
    /// channel and has each skill at its least level or better. <c>Lua/includes/fit.lua</c> decides the same.
    /// </summary>
    public bool Fits(Lane lane) =>
        Clients.Contains(lane.ClientId)
        && Channels.Contains(lane.Channel)
        && lane.Skills.All(need => Skills.Any(has => has.Skill == need.Skill && has.Level >= need.Level));

    /// <summary>Equal by <see cref="Name"/>.</summary>
    public bool Equals(Profile? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How names are written, so that the scripts can take them apart: parts are escaped, so <c>/ , :</c> only ever separate.</summary>
internal static class CanonicalName
{
    public static string Id(Guid id) => id.ToString("D");

    public static string Text(string text) => Uri.EscapeDataString(text);

    public static string Of(IReadOnlyList<SkillLevel> skills) =>
        string.Join(',', skills.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Text(s.Skill)}:{s.Level}")));

    public static IReadOnlyList<SkillLevel> Skills(IReadOnlyList<SkillLevel> skills)
    {
        foreach (var skill in skills)
        {
            ArgumentException.ThrowIfNullOrEmpty(skill.Skill, nameof(skills));
            ArgumentOutOfRangeException.ThrowIfLessThan(skill.Level, 1, nameof(skills));
        }

        return
        [
            .. skills.GroupBy(s => s.Skill, s => s.Level, StringComparer.Ordinal)
                .Select(g => new SkillLevel(g.Key, g.Max()))
                .OrderBy(s => s.Skill, StringComparer.Ordinal),
        ];
    }

    public static IReadOnlyList<SkillLevel> ParseSkills(string text) => text.Length == 0
        ? []
        :
        [
            .. text.Split(',').Select(part => part.Split(':')).Select(part =>
                new SkillLevel(Uri.UnescapeDataString(part[0]), int.Parse(part[1], CultureInfo.InvariantCulture))),
        ];
}
